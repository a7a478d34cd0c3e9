package io.swen.telemetry.cloud;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.ListPrice;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The offer files of the AWS Price List Bulk API: one CSV file of some hundred megabytes a region, read row by row while it
 * arrives, of which only the on-demand prices of shared Linux instances are kept.
 *
 * <p>Anybody may read them; no credentials are sent.
 */
@Component
class AwsPriceFiles {

    /** The whole of a file, at a modest line speed. */
    private static final Duration LONGEST = Duration.ofMinutes(15);
    /** Twice what the largest region has today. */
    private static final long MOST_ROWS = 4_000_000;

    private static final String TYPE = "Instance Type";
    private static final String PRICE = "PricePerUnit";
    private static final Map<String, String> WANTED = Map.of(
            "TermType", "OnDemand",
            "Unit", "Hrs",
            "Currency", "USD",
            "Tenancy", "Shared",
            "Operating System", "Linux",
            "CapacityStatus", "Used",
            "Pre Installed S/W", "NA",
            "MarketOption", "OnDemand");

    private final CloudProperties properties;
    private final CloudCalls calls;
    private final Supplier<HttpClient> http = Lazily.of(() -> HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build());

    AwsPriceFiles(CloudProperties properties, CloudCalls calls) {
        this.properties = properties;
        this.calls = calls;
    }

    boolean areConfigured() {
        return properties.awsPriceFiles() != null;
    }

    /**
     * Reads the file of a region.
     *
     * @param instanceType null for all types
     */
    List<ListPrice> read(String region, @Nullable String instanceType) {
        String template = String.valueOf(properties.awsPriceFiles());
        URI file = URI.create(template.replace("{region}", AwsClients.bare(region)));
        return calls.call(CloudAction.AWS_PRICE_FILE, "price-files", () -> fetch(region, file, instanceType));
    }

    private List<ListPrice> fetch(String region, URI file, @Nullable String instanceType) {
        HttpRequest request = HttpRequest.newBuilder(file)
                .timeout(properties.callTimeout())
                .header("Accept-Encoding", "gzip")
                .build();
        try {
            HttpResponse<InputStream> answer = http.get().send(request, HttpResponse.BodyHandlers.ofInputStream());
            // The time-out of the request ends with the headers; the body is cut off by closing it.
            try (InputStream raw = answer.body();
                    Deadline deadline = new Deadline(raw)) {
                if (answer.statusCode() != 200) {
                    throw failed(
                            answer.statusCode() >= 500 ? CloudErrorCode.REMOTE_FAILED : CloudErrorCode.REFUSED,
                            region + " price file answers " + answer.statusCode(),
                            null);
                }
                boolean zipped = answer.headers()
                        .firstValue("Content-Encoding")
                        .orElse("")
                        .equals("gzip");
                List<ListPrice> prices = parse(region, zipped ? new GZIPInputStream(raw) : raw, instanceType);
                if (deadline.hasPassed()) {
                    throw failed(CloudErrorCode.TIMED_OUT, region + " price file took longer than " + LONGEST, null);
                }
                return prices;
            }
        } catch (HttpTimeoutException e) {
            throw failed(CloudErrorCode.TIMED_OUT, region + " price file: no answer in time", e);
        } catch (IOException | UncheckedIOException e) {
            throw failed(CloudErrorCode.UNREACHABLE, region + " price file: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(CloudErrorCode.UNREACHABLE, region + " price file: interrupted", e);
        }
    }

    private static List<ListPrice> parse(String region, InputStream body, @Nullable String instanceType)
            throws IOException {
        List<ListPrice> prices = new ArrayList<>();
        Map<String, Integer> columns = new HashMap<>();
        long rows = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (CsvRecord row : reader) {
                if (++rows > MOST_ROWS) {
                    throw failed(
                            CloudErrorCode.REMOTE_FAILED,
                            region + " price file has more than " + MOST_ROWS + " rows",
                            null);
                }
                if (columns.isEmpty()) {
                    // Some lines about the file itself come before the one that names the columns.
                    if (row.getField(0).equals("SKU")) {
                        for (int i = 0; i < row.getFieldCount(); i++) {
                            columns.put(row.getField(i), i);
                        }
                        require(region, columns);
                    }
                    continue;
                }
                if (isWanted(row, columns)) {
                    String type = field(row, columns, TYPE);
                    BigDecimal price = new BigDecimal(field(row, columns, PRICE));
                    if (!type.isEmpty() && price.signum() > 0 && (instanceType == null || type.equals(instanceType))) {
                        prices.add(new ListPrice(type, price, "USD"));
                    }
                }
            }
        } catch (CsvParseException | NumberFormatException e) {
            throw failed(CloudErrorCode.REMOTE_FAILED, region + " price file, row " + rows + ": " + e.getMessage(), e);
        }
        require(region, columns);
        return prices;
    }

    private static boolean isWanted(CsvRecord row, Map<String, Integer> columns) {
        for (Map.Entry<String, String> wanted : WANTED.entrySet()) {
            if (!field(row, columns, wanted.getKey()).equals(wanted.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static String field(CsvRecord row, Map<String, Integer> columns, String name) {
        int column = columns.getOrDefault(name, Integer.MAX_VALUE);
        return column < row.getFieldCount() ? row.getField(column) : "";
    }

    private static void require(String region, Map<String, Integer> columns) {
        List<String> missing = new ArrayList<>();
        for (String name : WANTED.keySet()) {
            if (!columns.containsKey(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty() || !columns.containsKey(TYPE) || !columns.containsKey(PRICE)) {
            throw failed(
                    CloudErrorCode.REMOTE_FAILED,
                    region + " price file is no offer file of EC2: it lacks the columns " + missing,
                    null);
        }
    }

    private static CloudException failed(CloudErrorCode code, String detail, @Nullable Throwable cause) {
        return new CloudException(Provider.AWS, code, detail, cause);
    }

    /** Closes a body that takes too long, which ends the read of it. */
    private static final class Deadline implements AutoCloseable {

        private final Thread watch;
        private volatile boolean passed;

        Deadline(InputStream body) {
            watch = Thread.ofVirtual().name("price-file-deadline").start(() -> {
                try {
                    Thread.sleep(LONGEST);
                    passed = true;
                    body.close();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (IOException e) {
                    passed = true;
                }
            });
        }

        boolean hasPassed() {
            return passed;
        }

        @Override
        public void close() {
            watch.interrupt();
        }
    }
}
