package io.swen.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.json.JsonMapper;

class AuditRowTests {

    private final JsonMapper json = new JsonMapper();
    private final CanonicalJson canonical = new CanonicalJson(json);

    @Property(tries = 300)
    void isWrittenAsTheStandardAsks(@ForAll("texts") String text, @ForAll("texts") String other) {
        AuditRow row = row(text, other);

        byte[] bytes = row.canonical("thing", 7);

        assertThat(bytes).isEqualTo(canonical.bytes(json.readTree(bytes)));
        assertThat(AuditRow.parse(json.readTree(bytes))).isEqualTo(row);
    }

    @Property(tries = 300)
    void neverLetsAValueEndAFieldOfTheCommonEventFormat(@ForAll("texts") String text, @ForAll("texts") String other) {
        String line = CommonEventFormat.line("thing", row(text, other));

        assertThat(line.chars()).noneMatch(c -> c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029);
        String[] fields = line.split("(?<!\\\\)(?:\\\\\\\\)*\\|", 8);
        assertThat(fields).hasSize(8);
        assertThat(fields[6]).isEqualTo("3");
        // An equals sign that is not escaped stands behind a key that is ours.
        assertThat(fields[7].replaceAll("\\\\[\\\\=nr]", "").split("=", -1))
                .allSatisfy(part -> assertThat(part).doesNotContain("\\"));
        assertThat(fields[7]
                        .replaceAll("\\\\[\\\\=nr]", "")
                        .chars()
                        .filter(c -> c == '=')
                        .count())
                .isLessThanOrEqualTo(20);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("ab|=\\\"\n\r\t\u0000\u0001\u007f\u0085\u2028ž☃")
                .ofMaxLength(30);
    }

    private static AuditRow row(String text, String other) {
        UUID id = new UUID(1, 2);
        return new AuditRow(
                new Position(-1, 42),
                id,
                Instant.parse("2026-11-28T10:00:00.123456Z"),
                id,
                text,
                null,
                "203.0.113.7",
                text.isEmpty() ? "a" : text,
                other,
                text + other,
                "succeeded",
                other,
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                null,
                other,
                text,
                null);
    }
}
