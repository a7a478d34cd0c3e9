package io.swen.telemetry.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.telemetry.metrics.Batches;
import io.swen.telemetry.metrics.SampleBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class KnownSamplesTests {

    private static final int MOST = 100;
    private static final int MEBIBYTE = 1 << 20;
    private static final IntakeProperties PROPERTIES =
            new IntakeProperties(MOST, DataSize.ofMegabytes(16), DataSize.ofMegabytes(1));

    private static final List<String> VALUES = List.of(
            "1",
            "-0.0",
            "12.50",
            "1e3",
            "0.12345678901234567",
            "123456789012345678901234567890",
            "9007199254740993",
            "01",
            "1.",
            ".5",
            "-",
            "NaN",
            "Infinity",
            "1e999",
            "null",
            "\"7\"",
            "true",
            "[1]",
            "0",
            "-12",
            "99999999999999999.25");

    private static final List<String> TIMES = List.of(
            "\"2026-11-28T12:00:00Z\"",
            "\"2026-11-28T12:00:00Z\"",
            "\"2026-11-28T12:00:10Z\"",
            "\"2026-11-28T12:00:00.123456789Z\"",
            "\"2026-11-28T14:00:00+02:00\"",
            "\"2026-02-30T12:00:00Z\"",
            "\"2026\\u002d11-28T12:00:00Z\"",
            "\"yesterday\"",
            "\"2040-01-01T00:00:00Z\"",
            "1764331200",
            "null");

    private static final List<String> SAMPLES = List.of(
            "{\"name\":\"cpu\",\"unit\":\"percent\",\"team\":\"a\",\"environment\":\"dev\",\"labels\":{\"host\":\"h1\"},\"time\":%t,\"value\":%v}",
            "{\"name\":\"cpu\",\"unit\":\"percent\",\"team\":\"a\",\"environment\":\"dev\",\"labels\":{\"host\":\"h2\"},\"time\":%t,\"value\":%v}",
            "{\"name\":\"cpu\",\"team\":\"a\",\"environment\":\"dev\",\"labels\":{\"time\":\"x\",\"host\":\"é,\\\"time\\\":\\\"\"},\"time\":%t,\"value\":%v}",
            "{\"team\":\"a\",\"name\":\"mem\",\"environment\":\"dev\",\"time\":%t,\"value\":%v}",
            "{ \"name\" : \"cpu\", \"team\":\"a\",\"environment\":\"dev\", \"time\" : %t , \"value\" : %v }",
            "{\"name\":\"cpu\",\"team\":\"a\",\"environment\":\"dev\",\"time\":%t,\"value\":%v,\"labels\":{\"host\":\"h3\"}}",
            "{\"name\":\"cpu\",\"team\":\"a\",\"environment\":\"dev\",\"value\":%v,\"time\":%t}",
            "{\"name\":\"cpu\",\"team\":\"a\",\"environment\":\"dev\",\"value\":1,\"time\":%t,\"value\":%v}",
            "{\"name\":\"cpu\",\"team\":\"a\",\"environment\":\"dev\",\"points\":[[%t,%v],[%t,%v]]}",
            "{\"name\":\"cpu\",\"team\":\"a\",\"environment\":\"dev\",\"points\":[[%t,%v]],\"time\":%t,\"value\":%v}",
            "{\"name\":\"cpu\",\"name\":\"twice\",\"team\":\"a\",\"environment\":\"dev\",\"time\":%t,\"value\":%v}",
            "{\"name\":\"cpu\",\"team\":\"a\",\"time\":%t,\"value\":%v}",
            "{\"name\":\"cpu\",\"colour\":\"red\",\"team\":\"a\",\"environment\":\"dev\",\"time\":%t,\"value\":%v}",
            "{}",
            "7",
            "[1,2]");

    private static final List<String> DOCUMENTS = List.of(
            "{\"samples\":[%s]}",
            "{\"samples\":[%s]}",
            "{\"samples\":[%s]}",
            " {\n \"samples\" : [ %s ] } ",
            "{\"samples\":[%s,]}",
            "{\"samples\":[%s]]}",
            "{\"samples\":[%s],\"more\":1}",
            "{\"more\":1,\"samples\":[%s]}",
            "{\"samples\":[%s],\"samples\":[]}",
            "{\"samples\":[%s]}{}",
            "{\"samples\":[%s]",
            "{\"samples\":[%s",
            "{\"samples\":%s}",
            "[%s]");

    /** What a body leads to: samples and refusals, or the problem of the whole. */
    private static String outcome(InputStream body, long expected, Batches registry, SampleBeginnings beginnings)
            throws IOException {
        SampleBatch batch = registry.open();
        try {
            JsonSamples.read(body, expected, batch, MOST, beginnings);
            List<String> rows = Batches.rows(batch);
            return String.join("\n", rows) + "\n" + batch.refusedCount() + batch.refused();
        } catch (ProblemException refused) {
            // The parser may name a limit of its own first where the padding ended up inside of a text.
            return refused.code() == ErrorCode.MALFORMED_BODY ? "malformed" : refused.code() + " " + refused.detail();
        }
    }

    private static String known(byte[] body, Batches registry, SampleBeginnings beginnings) throws IOException {
        return outcome(new ByteArrayInputStream(body), body.length, registry, beginnings);
    }

    /** As long as this it is not held in memory, and all of it is the parser's. */
    private static String parsed(byte[] body, Batches registry) throws IOException {
        byte[] padded = Arrays.copyOf(body, body.length + MEBIBYTE);
        Arrays.fill(padded, body.length, padded.length, (byte) ' ');
        return known(padded, registry, new SampleBeginnings(PROPERTIES));
    }

    @Property(tries = 150)
    void readsWhateverIsBroughtAsTheParserAloneDoes(@ForAll @Size(6) long[] seeds, @ForAll boolean spoilt)
            throws IOException {
        Batches registry = new Batches();
        Batches reference = new Batches();
        SampleBeginnings beginnings = new SampleBeginnings(PROPERTIES);
        for (long seed : seeds) {
            byte[] body = document(new Random(seed % 50), spoilt ? new Random(seed) : null);
            // Once to make the series, once to learn how they are written, and then it is known.
            for (int i = 0; i < 3; i++) {
                assertThat(known(body, registry, beginnings))
                        .as(new String(body, StandardCharsets.UTF_8))
                        .isEqualTo(parsed(body, reference));
            }
        }
    }

    @Test
    void looksSeriesUpAgainThatWereRetired() throws IOException {
        Batches registry = new Batches();
        SampleBeginnings beginnings = new SampleBeginnings(PROPERTIES);
        byte[] body = ("{\"samples\":["
                        + SAMPLES.getFirst().replace("%t", TIMES.getFirst()).replace("%v", "1") + "]}")
                .getBytes(StandardCharsets.UTF_8);
        String first = known(body, registry, beginnings);
        assertThat(known(body, registry, beginnings)).isEqualTo(first);
        registry.retireAll();

        assertThat(known(body, registry, beginnings)).isEqualTo(first).startsWith("cpu");
    }

    private static byte[] document(Random random, @org.jspecify.annotations.Nullable Random spoiler) {
        String samples = IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> sample(random))
                .collect(Collectors.joining(random.nextInt(4) == 0 ? " ,\n" : ","));
        byte[] body = DOCUMENTS
                .get(random.nextInt(DOCUMENTS.size()))
                .replace("%s", samples)
                .getBytes(StandardCharsets.UTF_8);
        if (spoiler != null && body.length > 0) {
            if (spoiler.nextBoolean()) {
                return Arrays.copyOf(body, spoiler.nextInt(body.length));
            }
            body[spoiler.nextInt(body.length)] = (byte) "{}[]\",:0x\\ ".charAt(spoiler.nextInt(11));
        }
        return body;
    }

    private static String sample(Random random) {
        String sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
        while (sample.contains("%t")) {
            sample = sample.replaceFirst(
                    "%t", java.util.regex.Matcher.quoteReplacement(TIMES.get(random.nextInt(TIMES.size()))));
        }
        while (sample.contains("%v")) {
            sample = sample.replaceFirst("%v", VALUES.get(random.nextInt(VALUES.size())));
        }
        return sample;
    }
}
