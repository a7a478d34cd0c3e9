package io.swen.routing.candidate;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads telemetry's CSV of offers; columns are found by the names in the header row, an empty field is null. */
final class OfferCsv {

    static final List<String> COLUMNS = List.of(
            "offer_id",
            "provider",
            "region",
            "zone",
            "instance_type",
            "purchase_option",
            "architecture",
            "vcpu",
            "memory_gb",
            "gpus",
            "gpu_model",
            "gpu_model_origin",
            "price_usd",
            "list_price",
            "list_currency",
            "price_origin",
            "source",
            "simulated",
            "list_as_of",
            "observed_at",
            "received_at",
            "interruption_rate",
            "interruption_origin",
            "available");

    /** A snapshot or delta that does not have the agreed form; none of it is used. */
    static final class MalformedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MalformedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private final int[] at = new int[COLUMNS.size()];
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, Long> instants = new HashMap<>();
    private final Map<String, LocalDate> days = new HashMap<>();

    private OfferCsv() {}

    /**
     * Adds every row of a stream to a builder.
     *
     * @throws MalformedException naming the line where a row is not of the agreed form
     * @throws UncheckedIOException where the stream breaks off
     */
    static void read(InputStream stream, OfferIndexBuilder into) {
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().ofCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            OfferCsv csv = new OfferCsv();
            boolean header = true;
            for (CsvRecord line : reader) {
                if (header) {
                    csv.header(line);
                    header = false;
                } else {
                    into.add(csv.row(line));
                }
            }
            if (header) {
                throw new MalformedException("the offers have no header row", null);
            }
        } catch (CsvParseException e) {
            throw new MalformedException("the offers are not CSV: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void header(CsvRecord line) {
        List<String> names = line.getFields();
        for (int i = 0; i < at.length; i++) {
            at[i] = names.indexOf(COLUMNS.get(i));
            if (at[i] < 0) {
                throw new MalformedException("the offers lack the column " + COLUMNS.get(i), null);
            }
        }
    }

    private OfferRow row(CsvRecord line) {
        try {
            Shape shape = shape(line);
            OfferRow row = new OfferRow(
                    field(line, 2),
                    field(line, 3),
                    shape,
                    PurchaseOption.of(field(line, 5)),
                    units(field(line, 12)),
                    units(field(line, 13)),
                    field(line, 14),
                    Origin.of(field(line, 15)),
                    field(line, 16),
                    flag(field(line, 17)),
                    day(field(line, 18)),
                    millis(field(line, 19)),
                    millis(field(line, 20)),
                    field(line, 21).isEmpty() ? 0 : Double.parseDouble(field(line, 21)),
                    origin(field(line, 22)),
                    flag(field(line, 23)));
            String id =
                    row.zone() + "/" + shape.instanceType() + "/" + row.option().id();
            if (!id.equals(field(line, 0))) {
                throw new IllegalArgumentException("offer_id is " + field(line, 0) + ", its parts say " + id);
            }
            return row;
        } catch (IllegalArgumentException
                | ArithmeticException
                | DateTimeParseException
                | IndexOutOfBoundsException e) {
            throw new MalformedException("line " + line.getStartingLineNumber() + ": " + e.getMessage(), e);
        }
    }

    private Shape shape(CsvRecord line) {
        String key = String.join(
                "\u001f",
                field(line, 1),
                field(line, 4),
                field(line, 6),
                field(line, 7),
                field(line, 8),
                field(line, 9),
                field(line, 10),
                field(line, 11));
        return shapes.computeIfAbsent(
                key,
                k -> new Shape(
                        field(line, 1),
                        field(line, 4),
                        field(line, 6),
                        Integer.parseInt(field(line, 7)),
                        Double.parseDouble(field(line, 8)),
                        Integer.parseInt(field(line, 9)),
                        field(line, 10).isEmpty() ? null : field(line, 10),
                        origin(field(line, 11)),
                        Networks.gbps(field(line, 1), field(line, 4))));
    }

    private String field(CsvRecord line, int column) {
        return line.getField(at[column]);
    }

    private static long units(String amount) {
        return new BigDecimal(amount)
                .setScale(OfferIndex.MONEY_SCALE, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .longValueExact();
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false: " + text);
        };
    }

    private @Nullable LocalDate day(String text) {
        return text.isEmpty() ? null : days.computeIfAbsent(text, LocalDate::parse);
    }

    private long millis(String text) {
        return text.isEmpty()
                ? OfferIndex.NO_TIME
                : instants.computeIfAbsent(text, t -> Instant.parse(t).toEpochMilli());
    }

    private static @Nullable Origin origin(String text) {
        return text.isEmpty() ? null : Origin.of(text);
    }
}
