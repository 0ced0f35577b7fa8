package io.cardflow.page;

/**
 * What every page has: who reads it, what they may do, and in which language.
 *
 * @param path the path of the page, which the navigation marks
 * @param caller the name of the reader
 * @param open whether every reader on this machine may do everything
 * @param command whether the reader may send commands
 * @param operate whether the reader may ask the bureau
 * @param admin whether the reader may put dead letters back and pause ordering
 * @param privacy whether the reader may see personal data
 * @param signOut whether the reader can sign out
 * @param language a tag such as {@code de}
 */
public record Shell(
    String path,
    String caller,
    boolean open,
    boolean command,
    boolean operate,
    boolean admin,
    boolean privacy,
    boolean signOut,
    String language) {

  /** Whether the page is this one, or below it. */
  public boolean at(String page) {
    return page.equals("/") ? path.equals("/") : path.equals(page) || path.startsWith(page + "/");
  }
}
