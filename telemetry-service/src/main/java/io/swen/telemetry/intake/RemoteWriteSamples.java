package io.swen.telemetry.intake;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.telemetry.metrics.SampleBatch;
import io.swen.telemetry.metrics.SeriesKey;
import io.swen.telemetry.metrics.SeriesKey.Part;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.xerial.snappy.Snappy;

/**
 * Reads Prometheus remote-write 1.0. Of its messages only these fields matter: WriteRequest 1 timeseries; TimeSeries 1 labels,
 * 2 samples; Label 1 name, 2 value; Sample 1 value (double), 2 timestamp (int64, milliseconds).
 */
final class RemoteWriteSamples {

    private static final int MILLIS = 1_000;

    private final SampleBatch batch;
    private final int most;
    private final SeriesKey key = new SeriesKey();
    private long[] times = new long[16];
    private double[] values = new double[16];
    private int index;

    private RemoteWriteSamples(SampleBatch batch, int most) {
        this.batch = batch;
        this.most = most;
    }

    /** Reads a body into a batch; the place of a sample counts over all series. */
    static void read(HttpServletRequest request, SampleBatch batch, IntakeProperties properties) throws IOException {
        String encoding = String.valueOf(request.getHeader(HttpHeaders.CONTENT_ENCODING));
        if (!encoding.toLowerCase(Locale.ROOT).equals("snappy")) {
            throw ProblemException.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be snappy, and was " + encoding);
        }
        byte[] packed = request.getInputStream().readAllBytes();
        try {
            // The length stands in front, so that a bomb is seen before it goes off.
            long limit = properties.inflated().toBytes();
            if (Snappy.uncompressedLength(packed) > limit) {
                throw Bodies.tooLarge(limit);
            }
            new RemoteWriteSamples(batch, properties.samples())
                    .request(CodedInputStream.newInstance(Snappy.uncompress(packed)));
        } catch (IOException e) {
            throw ProblemException.of(
                    ErrorCode.MALFORMED_BODY, "the body is not a WriteRequest in snappy: " + e.getMessage(), e);
        }
    }

    private void request(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                int end = in.pushLimit(in.readRawVarint32());
                series(in);
                in.popLimit(end);
            } else {
                in.skipField(tag);
            }
        }
    }

    private void series(CodedInputStream in) throws IOException {
        key.clear();
        int count = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field == 1) {
                int end = in.pushLimit(in.readRawVarint32());
                label(in);
                in.popLimit(end);
            } else if (field == 2) {
                if (index + count >= most) {
                    throw ProblemException.invalidField(
                            "samples", "more than " + most, "at most " + most + " samples in a request");
                }
                if (count == times.length) {
                    times = Arrays.copyOf(times, count * 2);
                    values = Arrays.copyOf(values, count * 2);
                }
                int end = in.pushLimit(in.readRawVarint32());
                sample(in, count++);
                in.popLimit(end);
            } else {
                in.skipField(tag);
            }
        }
        batch.series(key);
        for (int i = 0; i < count; i++) {
            batch.add(index++, "", times[i], values[i]);
        }
    }

    private void label(CodedInputStream in) throws IOException {
        String name = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> name = in.readStringRequireUtf8();
                case 2 -> value = in.readStringRequireUtf8();
                default -> in.skipField(tag);
            }
        }
        switch (name) {
            case "__name__" -> key.add(Part.NAME, value);
            case "team" -> key.add(Part.TEAM, value);
            case "environment" -> key.add(Part.ENVIRONMENT, value);
            default -> {
                key.add(Part.LABEL, name);
                key.add(Part.VALUE, value);
            }
        }
    }

    private void sample(CodedInputStream in, int at) throws IOException {
        double value = 0;
        long millis = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> value = in.readDouble();
                case 2 -> millis = in.readInt64();
                default -> in.skipField(tag);
            }
        }
        values[at] = value;
        times[at] = millis * MILLIS;
    }
}
