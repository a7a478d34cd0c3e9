package io.swen.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.telemetry.export.ExportKind.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalQueryTests {

    private static final List<Column> COLUMNS = List.of(
            new Column("moment", "TIMESTAMPTZ"), new Column("text", "VARCHAR"), new Column("usd", "DECIMAL(38,12)"));

    @TempDir
    private static Path root;

    private static Path folder = Path.of("");

    @BeforeAll
    static void write() throws IOException, SQLException {
        folder = Files.createDirectories(root.resolve("it's export"));
        Path csv = root.resolve("rows.csv");
        Files.writeString(csv, """
                moment,text,usd
                2026-03-10T00:00:00.123456Z,"a ""quoted"", text
                of two lines",1.5
                2026-03-10T01:00:00Z,"",
                2026-03-10T02:00:00Z,,-0.000000000001
                """);
        Path day = Files.createDirectories(folder.resolve("kind=prices/date=2026-03-10"));
        ParquetWriter.write(
                csv, day.resolve(Exporter.FILE), COLUMNS, 3, "64MB", Duration.ofSeconds(30), root.resolve("spill"));
    }

    @Test
    void readsBackEveryValueAsItWas() throws Exception {
        LocalQuery.Answer answer = ask("select moment, text, text is null, usd, date from prices order by moment");

        assertThat(answer.columns()).startsWith("moment", "text").endsWith("usd", "date");
        assertThat(answer.rows().get(0).get(1)).isEqualTo("a \"quoted\", text\nof two lines");
        assertThat(answer.rows().get(0).get(0)).startsWith("2026-03-10T00:00:00.123456");
        assertThat(answer.rows().get(0).get(4)).isEqualTo("2026-03-10");
        // An empty text is not the same as none.
        assertThat(answer.rows().get(1).get(2)).isEqualTo("false");
        assertThat(answer.rows().get(2).get(2)).isEqualTo("true");
        assertThat(answer.rows().get(2).get(3)).isEqualTo("-0.000000000001");
    }

    @Test
    void answersNoMoreRowsThanAskedForAndSaysSo() throws Exception {
        LocalQuery.Answer answer = LocalQuery.ask(folder, "select * from range(1000)", 7, Duration.ofSeconds(10));

        assertThat(answer.rows()).hasSize(7);
        assertThat(answer.cut()).isTrue();
        assertThat(ask("describe prices").cut()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop view prices",
                "create table t as select 1",
                "copy (select 1) to 'x.csv'",
                "attach 'other.db'",
                "install httpfs",
                "set memory_limit = '64GB'",
                "pragma enable_profiling",
                "select 1; select 2",
                "selec 1",
                ""
            })
    void answersNothingButOneSelect(String sql) {
        assertThatThrownBy(() -> ask(sql)).isInstanceOf(LocalQuery.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from read_csv('/etc/passwd')",
                "select * from read_text('/etc/hostname')",
                "select * from glob('/etc/*')",
                "select * from '/etc/passwd'"
            })
    void readsNoFileOutsideTheFolder(String sql) {
        assertThatThrownBy(() -> ask(sql)).isInstanceOf(LocalQuery.Refused.class);
    }

    @Test
    void readsNoFileBesideTheFolder() {
        assertThatThrownBy(() ->
                        ask("select * from read_text('" + folder.toString().replace("'", "''") + "/../rows.csv')"))
                .isInstanceOf(LocalQuery.Refused.class)
                .hasMessageContaining("Permission");
    }

    @Test
    void endsAQuestionThatTakesTooLong() {
        assertThatThrownBy(() -> LocalQuery.ask(
                        folder,
                        "select count(*) from range(100000000000) a, range(1000) b where a.range % 7 = b.range % 11",
                        10,
                        Duration.ofSeconds(1)))
                .isInstanceOf(LocalQuery.Refused.class)
                .hasMessageContaining("took longer than PT1S");
    }

    @Test
    void saysWhereThereIsNoExport() {
        assertThatThrownBy(() -> LocalQuery.ask(root.resolve("none"), "select 1", 10, Duration.ofSeconds(1)))
                .isInstanceOf(LocalQuery.Refused.class)
                .hasMessageContaining("there is no export in");
    }

    @Test
    void refusesAFileThatDoesNotHoldWhatWasRead() throws IOException {
        Path csv = root.resolve("short.csv");
        Files.writeString(csv, "moment,text,usd\n2026-03-10T00:00:00Z,a,1\n");
        assertThatThrownBy(() -> ParquetWriter.write(
                        csv,
                        root.resolve("short.parquet"),
                        COLUMNS,
                        2,
                        "64MB",
                        Duration.ofSeconds(30),
                        root.resolve("spill")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("holds 1 rows, 2 were read");
    }

    private static LocalQuery.Answer ask(String sql) throws Exception {
        return LocalQuery.ask(folder, sql, 100, Duration.ofSeconds(20));
    }
}
