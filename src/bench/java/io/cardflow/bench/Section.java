package io.cardflow.bench;

import java.util.List;

/**
 * What the report says about one part.
 *
 * @param text Markdown
 */
record Section(String title, String text, List<Goal> goals) {}
