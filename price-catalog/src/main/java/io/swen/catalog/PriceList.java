package io.swen.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the compact tables: its source, its date, and its rows of tab-separated cells. */
record PriceList(String source, LocalDate asOf, List<String[]> rows) {

    static PriceList read(String name) {
        try (var stream = PriceList.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("price list " + name + " is not on the class path");
            }
            var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            String source = header(name, reader.readLine(), "# source: ");
            LocalDate asOf = LocalDate.parse(header(name, reader.readLine(), "# as-of: "));
            var rows = new ArrayList<String[]>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    rows.add(line.split("\t", -1));
                }
            }
            return new PriceList(source, asOf, rows);
        } catch (IOException e) {
            throw new UncheckedIOException("price list " + name + " cannot be read", e);
        }
    }

    private static String header(String name, @Nullable String line, String key) {
        if (line == null || !line.startsWith(key)) {
            throw new IllegalStateException("price list " + name + " lacks its line '" + key.strip() + "'");
        }
        return line.substring(key.length()).intern();
    }
}
