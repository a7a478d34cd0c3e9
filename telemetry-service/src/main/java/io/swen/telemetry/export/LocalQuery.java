package io.swen.telemetry.export;

import io.swen.telemetry.support.DuckDb;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a question in SQL about the files of an export on this machine: reads only, only that folder, for a limited time, a
 * limited number of rows. Each kind is a view of its name with the column {@code date}.
 */
public final class LocalQuery {

    /** How it ends where it could not answer. */
    public static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }

        Refused(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /**
     * The answer.
     *
     * @param cut whether there are more rows than were asked for
     */
    public record Answer(List<String> columns, List<List<String>> rows, boolean cut) {

        public Answer {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    private static final int LONGEST_SQL = 20_000;
    private static final int WIDEST_CELL = 200;
    private static final int THREADS = 2;
    private static final String MEMORY = "512MB";

    private LocalQuery() {}

    /** Arguments: folder, most rows, time limit (ISO 8601), {@code table} or {@code csv}, SQL. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        try {
            Answer answer = ask(Path.of(args[0]), args[4], Integer.parseInt(args[1]), Duration.parse(args[2]));
            if (args[3].equals("csv")) {
                csv(answer, out);
            } else {
                table(answer, out);
            }
            if (answer.cut()) {
                err.println("… only the first " + args[1] + " rows; --limit shows more");
            }
        } catch (Refused e) {
            err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Answers a question about the files below a folder. */
    public static Answer ask(Path folder, String sql, int most, Duration limit) throws Refused, IOException {
        if (sql.length() > LONGEST_SQL) {
            throw new Refused("the question has " + sql.length() + " characters, at most " + LONGEST_SQL + " are read");
        }
        Path root = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw new Refused("there is no export in " + root);
        }
        try (DuckDb duck = DuckDb.open(MEMORY, THREADS, root.resolve(".partial").resolve("query"))) {
            views(duck, root);
            // From here on nothing but these files can be read, and nobody can change that.
            duck.execute("set allowed_directories = [" + DuckDb.literal(root + "/") + "]");
            duck.execute("set enable_external_access = false");
            duck.execute("set lock_configuration = true");
            requireSelect(duck, sql);
            return duck.within(limit, statement -> read(statement, sql, most));
        } catch (SQLTimeoutException e) {
            throw new Refused("the question took longer than " + limit + " and was ended", e);
        } catch (SQLException e) {
            throw new Refused(String.valueOf(e.getMessage()), e);
        }
    }

    private static void views(DuckDb duck, Path root) throws SQLException, IOException {
        List<String> kinds;
        try (Stream<Path> folders = Files.list(root)) {
            kinds = folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("kind=[a-z_]{1,40}"))
                    .map(name -> name.substring("kind=".length()))
                    .sorted()
                    .toList();
        }
        for (String kind : kinds) {
            Path files = root.resolve("kind=" + kind);
            try (Stream<Path> all = Files.walk(files, 2)) {
                if (all.noneMatch(file -> file.toString().endsWith(".parquet"))) {
                    continue;
                }
            }
            duck.execute("create view \"" + kind + "\" as select * exclude (kind) from read_parquet("
                    + DuckDb.literal(files + "/*/*.parquet") + ", hive_partitioning = true, union_by_name = true)");
        }
    }

    /** Only what DuckDB's own parser takes for a query is run: it writes queries as JSON, and nothing else. */
    private static void requireSelect(DuckDb duck, String sql) throws SQLException, Refused {
        try (PreparedStatement statement =
                duck.connection().prepareStatement("select json_serialize_sql(?::varchar)")) {
            statement.setString(1, sql);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                JsonNode parsed = parsed(result.getString(1));
                if (parsed.at("/error").asBoolean(true)) {
                    throw new Refused("only a SELECT is answered: "
                            + parsed.at("/error_message").asString("it cannot be read"));
                }
                if (parsed.at("/statements").size() != 1) {
                    throw new Refused("one question at a time is answered");
                }
            }
        }
    }

    private static JsonNode parsed(String json) throws Refused {
        try {
            return new JsonMapper().readTree(json);
        } catch (JacksonException tooDeep) {
            throw new Refused("the question is nested too deeply", tooDeep);
        }
    }

    private static Answer read(Statement statement, String sql, int most) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData about = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                columns.add(about.getColumnLabel(i));
            }
            List<List<String>> rows = new ArrayList<>();
            boolean cut = false;
            while (result.next()) {
                if (rows.size() == most) {
                    cut = true;
                    break;
                }
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(text(result.getObject(i)));
                }
                rows.add(row);
            }
            return new Answer(columns, rows, cut);
        }
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal decimal -> decimal.toPlainString();
            default -> String.valueOf(value);
        };
    }

    private static void table(Answer answer, PrintStream out) {
        int[] widths = new int[answer.columns().size()];
        List<List<String>> lines = new ArrayList<>();
        lines.add(answer.columns());
        lines.addAll(answer.rows());
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], shown(line.get(i)).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(i == 0 ? "" : "  ")
                        .append(
                                i == widths.length - 1
                                        ? shown(line.get(i))
                                        : String.format("%-" + Math.max(1, widths[i]) + "s", shown(line.get(i))));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    /** Without what would move a terminal's cursor. */
    private static String shown(String value) {
        String plain = value.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > WIDEST_CELL ? plain.substring(0, WIDEST_CELL - 1) + "…" : plain;
    }

    private static void csv(Answer answer, PrintStream out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(answer.columns());
        lines.addAll(answer.rows());
        for (List<String> line : lines) {
            out.println(line.stream().map(LocalQuery::quoted).collect(java.util.stream.Collectors.joining(",")));
        }
    }

    private static String quoted(String value) {
        return value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? value
                : '"' + value.replace("\"", "\"\"") + '"';
    }
}
