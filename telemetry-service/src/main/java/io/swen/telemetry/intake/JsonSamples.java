package io.swen.telemetry.intake;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.telemetry.metrics.Refusal;
import io.swen.telemetry.metrics.SampleBatch;
import io.swen.telemetry.metrics.SeriesKey;
import io.swen.telemetry.metrics.SeriesKey.Part;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads {@code {"samples":[{"name":…,"labels":{…},"time":…,"value":…},…]}} as it streams in, straight into a batch. What is wrong
 * with a sample refuses that sample; what is no JSON refuses the request.
 */
final class JsonSamples {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            // They are refused as values of one sample, not as the end of the whole request.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final int SHOWN = 60;

    /** Bytes of a body that are held in memory; a thousand samples are a fifth of it. */
    private static final int AT_ONCE = 1 << 20;

    private static final Refusal NO_TIME = new Refusal("time", null, "an RFC 3339 time");
    private static final Refusal NO_VALUE = new Refusal("value", null, "a number");
    private static final Refusal BOTH = new Refusal("points", null, "either points, or a time and a value");

    private final SampleBatch batch;
    private final int most;
    private final SeriesKey key = new SeriesKey();
    private long[] times = new long[16];
    private double[] values = new double[16];
    private @Nullable Refusal[] problems = new Refusal[16];
    private int points;
    private int total;

    /** Where the text of the time of the sample at hand begins in the parser's input; negative where it has none. */
    private long timeAt;

    private JsonSamples(SampleBatch batch, int most) {
        this.batch = batch;
        this.most = most;
    }

    /**
     * Reads a body into a batch: what fits into memory by way of {@link KnownSamples}, anything longer as it streams in.
     *
     * @param expected how many bytes the body is said to have; negative where nothing is said
     */
    static void read(InputStream body, long expected, SampleBatch batch, int most, SampleBeginnings beginnings)
            throws IOException {
        JsonSamples samples = new JsonSamples(batch, most);
        try {
            int room = expected < 0 || expected > AT_ONCE ? AT_ONCE : (int) expected + 1;
            byte[] bytes = new byte[room];
            int length = body.readNBytes(bytes, 0, room);
            if (length < room) {
                new KnownSamples(samples, batch, beginnings, bytes, length).read();
            } else {
                samples.stream(new SequenceInputStream(new ByteArrayInputStream(bytes), body));
            }
        } catch (JacksonIOException e) {
            String what =
                    e.getCause() instanceof ZipException ? "the body is not what gzip writes" : "the body ended early";
            throw ProblemException.of(ErrorCode.MALFORMED_BODY, what, e);
        } catch (JacksonException e) {
            throw ProblemException.of(ErrorCode.MALFORMED_BODY, "the body is not JSON: " + e.getOriginalMessage(), e);
        } catch (ZipException e) {
            throw ProblemException.of(ErrorCode.MALFORMED_BODY, "the body is not what gzip writes", e);
        } catch (EOFException e) {
            throw ProblemException.of(ErrorCode.MALFORMED_BODY, "the body ended early", e);
        }
    }

    void stream(InputStream body) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            document(parser);
        }
    }

    /** A parser of a part of a body. */
    static JsonParser parser(byte[] bytes, int from, int length) {
        return JSON.createParser(ObjectReadContext.empty(), bytes, from, length);
    }

    private void document(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("an object with samples");
        }
        boolean seen = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (!name.equals("samples")) {
                throw ProblemException.of(
                        ErrorCode.UNKNOWN_FIELD, "there is no field " + shown(name) + ", only samples");
            }
            if (seen || parser.nextToken() != JsonToken.START_ARRAY) {
                throw malformed("one array of samples");
            }
            seen = true;
            samples(parser);
        }
        if (!seen) {
            throw ProblemException.invalidField("samples", null, "an array of samples");
        }
        if (parser.nextToken() != null) {
            throw malformed("one object and nothing after it");
        }
    }

    private void samples(JsonParser parser) {
        int index = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            element(parser, token, index);
            index++;
        }
    }

    /** Reads what stands at one place of the array. */
    void element(JsonParser parser, @Nullable JsonToken token, int index) {
        if (token == null) {
            throw malformed("complete");
        }
        timeAt = -1;
        if (token == JsonToken.START_OBJECT) {
            sample(parser, index);
        } else {
            count(1);
            parser.skipChildren();
            batch.refuse(index, new Refusal("", token.toString(), "an object"));
        }
    }

    /** Where the text of the time of the element that was read last begins in the parser's input; negative where it has none. */
    long timeAt() {
        return timeAt;
    }

    private void sample(JsonParser parser, int index) {
        key.clear();
        points = 0;
        long time = Rfc3339.INVALID;
        double value = Double.NaN;
        @Nullable Refusal timeProblem = NO_TIME;
        @Nullable Refusal valueProblem = NO_VALUE;
        boolean single = false;
        boolean listed = false;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            if (token == null) {
                throw malformed("complete");
            }
            String name = parser.currentName();
            JsonToken found = parser.nextToken();
            switch (name) {
                case "name" -> text(parser, found, Part.NAME, name);
                case "unit" -> text(parser, found, Part.UNIT, name);
                case "team" -> text(parser, found, Part.TEAM, name);
                case "environment" -> text(parser, found, Part.ENVIRONMENT, name);
                case "labels" -> labels(parser, found);
                case "time" -> {
                    single = true;
                    timeAt = found == JsonToken.VALUE_STRING
                            ? parser.currentTokenLocation().getByteOffset() + 1
                            : -1;
                    time = time(parser, found);
                    timeProblem = time == Rfc3339.INVALID ? problem(parser, found, NO_TIME, "time") : null;
                    parser.skipChildren();
                }
                case "value" -> {
                    single = true;
                    valueProblem = numeric(found) ? null : problem(parser, found, NO_VALUE, "value");
                    value = numeric(found) ? parser.getDoubleValue() : 0;
                    parser.skipChildren();
                }
                case "points" -> {
                    listed = true;
                    points(parser, found);
                }
                default -> {
                    key.refuse(new Refusal(shown(name), null, "a known field"));
                    parser.skipChildren();
                }
            }
        }
        if (!listed) {
            point(time, value, timeProblem != null ? timeProblem : valueProblem);
        } else if (single) {
            key.refuse(BOTH);
        }
        count(Math.max(1, points));
        hand(index, listed);
    }

    private void hand(int index, boolean listed) {
        // What the caller's own team or environment was added to means something else when another caller writes it.
        if (!key.has(Part.TEAM) || !key.has(Part.ENVIRONMENT)) {
            timeAt = -1;
        }
        batch.series(key);
        for (int i = 0; i < points; i++) {
            Refusal problem = problems[i];
            if (problem != null) {
                batch.refuse(
                        index,
                        listed
                                ? new Refusal(
                                        "points[" + i + "]." + problem.field(), problem.given(), problem.allowed())
                                : problem);
            } else if (listed && (!Double.isFinite(values[i]) || batch.outside(times[i]))) {
                batch.add(index, "points[" + i + "].", times[i], values[i]);
            } else {
                batch.add(index, "", times[i], values[i]);
            }
        }
    }

    private void point(long time, double value, @Nullable Refusal problem) {
        if (points == times.length) {
            times = Arrays.copyOf(times, points * 2);
            values = Arrays.copyOf(values, points * 2);
            problems = Arrays.copyOf(problems, points * 2);
        }
        times[points] = time;
        values[points] = value;
        problems[points] = problem;
        points++;
    }

    /** {@code [["2026-11-28T12:00:00Z",1.5],…]}. */
    private void points(JsonParser parser, JsonToken found) {
        if (found != JsonToken.START_ARRAY) {
            key.refuse(problem(parser, found, new Refusal("points", null, "an array of [time, value]"), "points"));
            parser.skipChildren();
            return;
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw malformed("complete");
            }
            if (points >= most) {
                count(points + 1);
            }
            if (token != JsonToken.START_ARRAY) {
                parser.skipChildren();
                point(0, 0, new Refusal("", token.toString(), "[time, value]"));
                continue;
            }
            JsonToken first = parser.nextToken();
            if (first == JsonToken.END_ARRAY) {
                point(0, 0, NO_TIME);
                continue;
            }
            long time = time(parser, first);
            Refusal wrong = time == Rfc3339.INVALID ? problem(parser, first, NO_TIME, "time") : null;
            parser.skipChildren();
            JsonToken second = parser.nextToken();
            double value = 0;
            if (numeric(second)) {
                value = parser.getDoubleValue();
            } else if (wrong == null) {
                wrong = second == JsonToken.END_ARRAY ? NO_VALUE : problem(parser, second, NO_VALUE, "value");
            }
            if (second != JsonToken.END_ARRAY) {
                parser.skipChildren();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == null) {
                        throw malformed("complete");
                    }
                    parser.skipChildren();
                    wrong = new Refusal("", "more than two values", "[time, value]");
                }
            }
            point(time, value, wrong);
        }
    }

    private static boolean numeric(@Nullable JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
    }

    private static long time(JsonParser parser, @Nullable JsonToken found) {
        return found == JsonToken.VALUE_STRING
                ? Rfc3339.micros(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength())
                : Rfc3339.INVALID;
    }

    private void text(JsonParser parser, @Nullable JsonToken found, Part part, String field) {
        if (found == JsonToken.VALUE_STRING) {
            if (key.has(part)) {
                key.refuse(new Refusal(field, parser.getString(), "given once"));
            }
            key.add(part, parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        } else {
            key.refuse(problem(parser, found, new Refusal(field, null, "a string"), field));
            parser.skipChildren();
        }
    }

    private void labels(JsonParser parser, @Nullable JsonToken found) {
        if (found != JsonToken.START_OBJECT) {
            key.refuse(problem(parser, found, new Refusal("labels", null, "an object of strings"), "labels"));
            parser.skipChildren();
            return;
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            if (token == null) {
                throw malformed("complete");
            }
            String label = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                key.add(Part.LABEL, label);
                key.add(Part.VALUE, parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
            } else {
                String field = "labels." + shown(label);
                key.refuse(problem(parser, value, new Refusal(field, null, "a string"), field));
                parser.skipChildren();
            }
        }
    }

    void count(int more) {
        total += more;
        if (total > most) {
            throw ProblemException.invalidField(
                    "samples", "more than " + most, "at most " + most + " samples in a request");
        }
    }

    private static Refusal problem(JsonParser parser, @Nullable JsonToken found, Refusal what, String field) {
        String given = found != null && found.isScalarValue() ? shown(parser.getString()) : String.valueOf(found);
        return new Refusal(field, given, what.allowed());
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
    }

    static ProblemException malformed(String allowed) {
        return ProblemException.of(ErrorCode.MALFORMED_BODY, "the body must be " + allowed);
    }
}
