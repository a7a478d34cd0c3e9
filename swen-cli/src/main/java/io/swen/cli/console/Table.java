package io.swen.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows under headings, as wide as their widest cell; a heading that ends in {@code >} puts its column to the right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> headings = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        for (String heading : headings) {
            boolean toRight = heading.endsWith(">");
            this.headings.add(toRight ? heading.substring(0, heading.length() - 1) : heading);
            this.right.add(toRight);
        }
    }

    public Table row(@Nullable String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells under " + headings.size() + " headings");
        }
        rows.add(Arrays.stream(cells)
                .map(cell -> cell == null ? "–" : cell.replace('\n', ' '))
                .toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public String render() {
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = width(headings.get(column));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        StringBuilder text = new StringBuilder();
        append(text, headings, widths);
        for (List<String> row : rows) {
            append(text, row, widths);
        }
        return text.toString();
    }

    private void append(StringBuilder text, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String padding = " ".repeat(widths[column] - width(cells.get(column)));
            if (column > 0) {
                line.append(GAP);
            }
            line.append(right.get(column) ? padding + cells.get(column) : cells.get(column) + padding);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
