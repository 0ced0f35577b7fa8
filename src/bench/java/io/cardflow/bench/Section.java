package io.cardflow.bench;

import java.util.List;

/**
 * The report's section about one part.
 *
 * @param text Markdown
 */
record Section(String title, String text, List<Goal> goals) {}
