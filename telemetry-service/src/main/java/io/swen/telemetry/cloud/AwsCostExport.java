package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.BilledAmount;
import io.swen.telemetry.support.DuckDb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bills from the files that AWS Data Exports puts into a bucket, line by line and with the resource: Cost and Usage Report 2.0 or
 * FOCUS, Parquet or gzip CSV. The manifest of a month, which AWS writes when all of the month's files are there, says which to read.
 *
 * @see <a href="https://docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html">Understanding export delivery</a>
 */
@Component
class AwsCostExport {

    private static final Duration LONGEST_DOWNLOAD = Duration.ofMinutes(10);
    private static final Duration LONGEST_QUERY = Duration.ofMinutes(5);
    private static final int LARGEST_MANIFEST = 4 << 20;
    private static final int MOST_FILES = 1_000;
    private static final int MOST_LINES = 500_000;
    private static final int BUFFER = 1 << 16;

    private static final List<String> TAGS = List.of("swen:team", "Environment", "swen:workload");
    /** What AWS puts before the name of a tag, by table and format. */
    private static final List<String> TAG_PREFIXES = List.of("resourcetags_user_", "resourcetags_", "user_", "");

    /** The columns of a table that says what was billed; a column that may be missing is null in SQL then. */
    private enum Table {
        CUR(
                "aws-cur",
                "line_item_usage_start_date",
                "line_item_product_code",
                "line_item_unblended_cost",
                "line_item_currency_code",
                "line_item_line_item_type",
                "line_item_usage_type",
                "product_region_code",
                "line_item_resource_id",
                List.of("resource_tags", "tags"),
                "bill_invoice_id",
                "AmazonEC2"),
        FOCUS(
                "aws-focus",
                "ChargePeriodStart",
                "ServiceName",
                "BilledCost",
                "BillingCurrency",
                "ChargeCategory",
                "x_UsageType",
                "RegionId",
                "ResourceId",
                List.of("Tags"),
                "InvoiceId",
                "Amazon Elastic Compute Cloud");

        private final String source;
        private final String time;
        private final String service;
        private final String cost;
        private final String currency;
        private final String kind;
        private final String usage;
        private final String region;
        private final String resource;
        private final List<String> tags;
        private final String invoice;
        private final String compute;

        Table(
                String source,
                String time,
                String service,
                String cost,
                String currency,
                String kind,
                String usage,
                String region,
                String resource,
                List<String> tags,
                String invoice,
                String compute) {
            this.source = source;
            this.time = time;
            this.service = service;
            this.cost = cost;
            this.currency = currency;
            this.kind = kind;
            this.usage = usage;
            this.region = region;
            this.resource = resource;
            this.tags = tags;
            this.invoice = invoice;
            this.compute = compute;
        }

        boolean isThere(Set<String> columns) {
            return columns.containsAll(Set.of(time, service, cost, currency));
        }

        /**
         * Sums what is alike. The running time of instances keeps the service's name; volumes, addresses and traffic, which AWS
         * bills under the same, get the name that Cost Explorer has for them.
         */
        String query(Set<String> columns, String files) {
            String text = "cast(%s as varchar)";
            String tagColumn =
                    tags.stream().filter(columns::contains).findFirst().orElse(null);
            String usageType = optional(columns, usage);
            return "select left(" + text.formatted(time) + ", 10) as day, case when " + optional(columns, kind)
                    + " = 'Tax' then 'Tax (' || " + service + " || ')' when " + service + " = '" + compute + "' and "
                    + usageType + " is not null and not regexp_matches(" + usageType
                    + ", '(Box|Spot|Dedicated|Host|Heavy)Usage|Unused(Box|Ded)') then 'EC2 - Other' else " + service
                    + " end as service, nullif(" + optional(columns, region) + ", '') as region, nullif("
                    + optional(columns, resource) + ", '') as resource, "
                    + (tagColumn == null ? "null" : json(tagColumn))
                    + " as tags, " + currency + " as currency, "
                    + (columns.contains(invoice) ? "coalesce(" + text.formatted(invoice) + ", '') = ''" : "null")
                    + " as estimated, sum(cast(" + cost + " as decimal(38, 12))) as amount from " + files
                    + " where left(" + text.formatted(time) + ", 10) between ? and ? group by all having amount <> 0";
        }

        private static String optional(Set<String> columns, String column) {
            return columns.contains(column) ? "cast(" + column + " as varchar)" : "cast(null as varchar)";
        }

        /** A map in Parquet, JSON already in CSV. */
        private static String json(String column) {
            return "case when typeof(" + column + ") = 'VARCHAR' then cast(" + column + " as varchar) else"
                    + " cast(to_json(" + column + ") as varchar) end";
        }
    }

    private final AwsCostExportProperties properties;
    private final AwsClients aws;
    private final JsonMapper json;

    AwsCostExport(AwsCostExportProperties properties, AwsClients aws, JsonMapper json) {
        this.properties = properties;
        this.aws = aws;
        this.json = json;
    }

    boolean isConfigured() {
        return properties.bucket() != null;
    }

    /**
     * What was billed for some days of one month; empty where the month has not been exported.
     *
     * @throws CloudException also where the files are not what an export has
     */
    Optional<List<BilledAmount>> bills(YearMonth month, LocalDate from, LocalDate to) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("swen-cost-export");
            List<String> keys = files(month);
            if (keys.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(read(download(keys, folder), folder, from, to));
        } catch (IOException e) {
            throw failed("the export of " + month + " cannot be read: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw failed("the export of " + month + " is not what was expected: " + e.getMessage(), e);
        } finally {
            delete(folder);
        }
    }

    private static void delete(@Nullable Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw failed("what was downloaded of an export cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** The keys of a month's files; empty where there is no manifest. */
    private List<String> files(YearMonth month) throws IOException {
        String key = (properties.prefix().isEmpty() ? "" : properties.prefix() + "/") + properties.name()
                + "/metadata/BILLING_PERIOD=" + month + "/" + properties.name() + "-Manifest.json";
        byte[] manifest;
        try (ResponseInputStream<GetObjectResponse> body = open(key)) {
            manifest = body.readNBytes(LARGEST_MANIFEST + 1);
        } catch (CloudException e) {
            if (e.getCause() instanceof NoSuchKeyException) {
                return List.of();
            }
            throw e;
        }
        if (manifest.length > LARGEST_MANIFEST) {
            throw failed(key + " has more than " + LARGEST_MANIFEST + " bytes", null);
        }
        JsonNode list;
        try {
            list = json.readTree(manifest).path("dataFiles");
        } catch (JacksonException e) {
            throw failed(key + " is not JSON", e);
        }
        if (!list.isArray() || list.size() > MOST_FILES) {
            throw failed(key + " must have dataFiles, at most " + MOST_FILES, null);
        }
        String start = "s3://" + properties.bucket() + "/";
        List<String> keys = new ArrayList<>();
        for (JsonNode file : list) {
            String address = file.asString("");
            if (!address.startsWith(start)) {
                throw failed(key + " names a file that is not in " + properties.bucket() + ": " + address, null);
            }
            keys.add(address.substring(start.length()));
        }
        return keys;
    }

    private List<Path> download(List<String> keys, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        long left = properties.largest().toBytes();
        for (String key : keys) {
            String type = key.endsWith(".parquet") ? ".parquet" : key.endsWith(".csv.gz") ? ".csv.gz" : null;
            if (type == null) {
                throw failed(key + " must be .parquet or .csv.gz", null);
            }
            Path file = folder.resolve("part-" + files.size() + type);
            try (InputStream body = open(key);
                    var out = Files.newOutputStream(file)) {
                byte[] buffer = new byte[BUFFER];
                for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                    left -= count;
                    if (left < 0) {
                        throw failed("the export has more than " + properties.largest() + " a month", null);
                    }
                    out.write(buffer, 0, count);
                }
            }
            files.add(file);
        }
        return files;
    }

    private ResponseInputStream<GetObjectResponse> open(String key) {
        S3Client s3 = aws.s3(properties.region());
        return aws.call(
                CloudAction.AWS_GET_OBJECT,
                properties.region(),
                () -> s3.getObject(request -> request.bucket(properties.bucket())
                        .key(key)
                        .overrideConfiguration(configuration -> configuration.apiCallTimeout(LONGEST_DOWNLOAD))));
    }

    private List<BilledAmount> read(List<Path> files, Path folder, LocalDate from, LocalDate to) throws SQLException {
        String names = String.join(
                ", ",
                files.stream().map(file -> DuckDb.literal(file.toString())).toList());
        boolean parquet = files.getFirst().toString().endsWith(".parquet");
        String source = parquet
                ? "read_parquet([" + names + "], union_by_name = true)"
                : "read_csv([" + names
                        + "], header = true, all_varchar = true, compression = 'gzip', union_by_name = true)";
        try (DuckDb duck = DuckDb.open(properties.memory(), 1, folder)) {
            Set<String> columns = new HashSet<>();
            duck.within(LONGEST_QUERY, statement -> {
                try (ResultSet rows = statement.executeQuery("describe select * from " + source)) {
                    while (rows.next()) {
                        columns.add(rows.getString(1));
                    }
                }
                return columns;
            });
            Table table = Arrays.stream(Table.values())
                    .filter(one -> one.isThere(columns))
                    .findFirst()
                    .orElseThrow(
                            () -> failed("the export has neither the columns of CUR 2.0 nor those of FOCUS", null));
            String query = table.query(columns, source)
                    .replaceFirst("\\?", DuckDb.literal(from.toString()))
                    .replaceFirst("\\?", DuckDb.literal(to.toString()));
            return duck.within(LONGEST_QUERY, statement -> amounts(table, statement, query));
        }
    }

    private List<BilledAmount> amounts(Table table, Statement statement, String query) throws SQLException {
        List<BilledAmount> amounts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                if (amounts.size() == MOST_LINES) {
                    throw failed("the export has more than " + MOST_LINES + " lines of different resources", null);
                }
                String region = rows.getString("region");
                // What has no invoice number yet may still change; a table without them does not say.
                String estimated = rows.getString("estimated");
                amounts.add(new BilledAmount(
                        LocalDate.parse(String.valueOf(rows.getString("day"))),
                        table.source,
                        String.valueOf(rows.getString("service")),
                        region == null || region.equals("global") ? null : "aws:" + region,
                        resource(rows.getString("resource")),
                        tags(rows.getString("tags")),
                        rows.getBigDecimal("amount"),
                        String.valueOf(rows.getString("currency")),
                        estimated == null || estimated.equals("true")));
            }
        }
        return amounts;
    }

    /** An instance is known by its id, also where the bill has its ARN. */
    private static @Nullable String resource(@Nullable String given) {
        int at = given == null || !given.startsWith("arn:") ? -1 : given.indexOf(":instance/");
        return given == null || at < 0 ? given : given.substring(at + ":instance/".length());
    }

    private Map<String, String> tags(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Map.of();
        }
        JsonNode given;
        try {
            given = json.readTree(text);
        } catch (JacksonException e) {
            throw failed("tags are not JSON: " + text, e);
        }
        Map<String, String> values = new HashMap<>();
        given.properties()
                .forEach(tag -> values.put(plain(tag.getKey()), tag.getValue().asString("")));
        Map<String, String> found = new HashMap<>();
        for (String tag : TAGS) {
            TAG_PREFIXES.stream()
                    .map(prefix -> values.getOrDefault(prefix + plain(tag), ""))
                    .filter(value -> !value.isEmpty())
                    .findFirst()
                    .ifPresent(value -> found.put(tag, value));
        }
        return found;
    }

    /** Data Exports writes the names of tags in its own way, by the table. */
    private static String plain(String tag) {
        return tag.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    }

    private static CloudException failed(String why, @Nullable Throwable cause) {
        return new CloudException(Provider.AWS, CloudErrorCode.REMOTE_FAILED, why, cause);
    }
}
