package io.swen.simulator.aws;

import io.swen.catalog.CatalogInstanceType;
import io.swen.catalog.PriceCatalog;
import io.swen.catalog.PurchaseOption;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.Pool;
import io.swen.simulator.market.RegionMarket;
import io.swen.simulator.protocol.ApiRequest;
import io.swen.simulator.protocol.ApiResponse;
import io.swen.simulator.protocol.Hashes;
import io.swen.simulator.protocol.PageToken;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The price list's GetProducts in JSON 1.1: Linux on-demand prices of AmazonEC2, in the documents AWS writes. */
final class PricingApi {

    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final String ON_DEMAND_TERM = "JRTCKXETXF";
    private static final String HOURLY_RATE = "6YS6EN2CT7";
    private static final int MAX_RESULTS = 100;

    /** What the price list calls the regions. */
    private static final Map<String, String> LOCATIONS = Map.ofEntries(
            Map.entry("af-south-1", "Africa (Cape Town)"),
            Map.entry("ap-east-1", "Asia Pacific (Hong Kong)"),
            Map.entry("ap-northeast-1", "Asia Pacific (Tokyo)"),
            Map.entry("ap-northeast-2", "Asia Pacific (Seoul)"),
            Map.entry("ap-northeast-3", "Asia Pacific (Osaka)"),
            Map.entry("ap-south-1", "Asia Pacific (Mumbai)"),
            Map.entry("ap-southeast-1", "Asia Pacific (Singapore)"),
            Map.entry("ap-southeast-2", "Asia Pacific (Sydney)"),
            Map.entry("ap-southeast-3", "Asia Pacific (Jakarta)"),
            Map.entry("ap-southeast-4", "Asia Pacific (Melbourne)"),
            Map.entry("ca-central-1", "Canada (Central)"),
            Map.entry("eu-central-1", "EU (Frankfurt)"),
            Map.entry("eu-north-1", "EU (Stockholm)"),
            Map.entry("eu-south-1", "EU (Milan)"),
            Map.entry("eu-south-2", "Europe (Spain)"),
            Map.entry("eu-west-1", "EU (Ireland)"),
            Map.entry("eu-west-2", "EU (London)"),
            Map.entry("eu-west-3", "EU (Paris)"),
            Map.entry("me-central-1", "Middle East (UAE)"),
            Map.entry("me-south-1", "Middle East (Bahrain)"),
            Map.entry("us-east-1", "US East (N. Virginia)"),
            Map.entry("us-east-2", "US East (Ohio)"),
            Map.entry("us-west-1", "US West (N. California)"),
            Map.entry("us-west-2", "US West (Oregon)"));

    private final JsonMapper json = JsonMapper.shared();
    private final Market market;
    private final LocalDate published;

    PricingApi(PriceCatalog catalog, Market market) {
        this.market = market;
        this.published = catalog.offers().stream()
                .filter(o -> o.purchaseOption() == PurchaseOption.ON_DEMAND
                        && o.currency().equals("USD"))
                .map(o -> o.listAsOf())
                .max(LocalDate::compareTo)
                .orElseThrow(() -> new IllegalStateException("the catalog has no AWS prices"));
    }

    private record Product(RegionMarket region, Pool pool, Map<String, String> attributes) {}

    ApiResponse answer(String action, ApiRequest request, String requestId) {
        if (!action.equals("GetProducts")) {
            throw AwsException.badRequest("UnknownOperationException", "The operation " + action + " is not known.");
        }
        JsonNode in;
        try {
            in = json.readTree(request.body());
        } catch (JacksonException e) {
            throw AwsException.badRequest("SerializationException", "The body is not JSON.");
        }
        String service = in.path("ServiceCode").asString("");
        if (service.isEmpty()) {
            throw AwsException.badRequest("InvalidParameterException", "ServiceCode is required.");
        }
        if (!service.equals("AmazonEC2")) {
            throw AwsException.badRequest("NotFoundException", "The service " + service + " is not simulated.");
        }
        int limit = in.path("MaxResults").asInt(MAX_RESULTS);
        if (limit < 1 || limit > MAX_RESULTS) {
            throw AwsException.badRequest(
                    "InvalidParameterException", "MaxResults must be between 1 and " + MAX_RESULTS + ".");
        }
        Predicate<Product> filter = filter(in.path("Filters"));
        int from = offset(in.path("NextToken").asString(""));
        List<Product> found = products(in.path("Filters"))
                .filter(filter)
                .skip(from)
                .limit(limit + 1L)
                .toList();
        var out = new LinkedHashMap<String, Object>();
        out.put("FormatVersion", "aws_v1");
        out.put("PriceList", found.stream().limit(limit).map(this::document).toList());
        if (found.size() > limit) {
            out.put("NextToken", PageToken.of(from + limit));
        }
        return new ApiResponse(
                200,
                CONTENT_TYPE,
                Map.of("x-amzn-RequestId", requestId),
                json.writeValueAsString(out).getBytes(StandardCharsets.UTF_8));
    }

    static ApiResponse error(AwsException e, String requestId) {
        var body = new LinkedHashMap<String, Object>();
        body.put("__type", e.code());
        body.put("message", e.text());
        return new ApiResponse(
                e.status(),
                CONTENT_TYPE,
                Map.of("x-amzn-RequestId", requestId, "x-amzn-ErrorType", e.code()),
                JsonMapper.shared().writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The offer file of a region in CSV, as the bulk API publishes it: five lines about the file, one that names the columns, and
     * the rows. It is public.
     */
    ApiResponse offerFile(String regionName) {
        RegionMarket region = market.region(regionName).orElse(null);
        if (region == null) {
            return ApiResponse.of(404, "text/plain", "no such offer file");
        }
        var csv = new StringBuilder()
                .append("\"FormatVersion\",\"v1.0\"\n")
                .append("\"Disclaimer\",\"Simulated.\"\n")
                .append("\"Publication Date\",\"")
                .append(published)
                .append("T00:00:00Z\"\n\"Version\",\"")
                .append(published.toString().replace("-", ""))
                .append("000000\"\n\"OfferCode\",\"AmazonEC2\"\n");
        row(
                csv,
                List.of(
                        "SKU",
                        "OfferTermCode",
                        "RateCode",
                        "TermType",
                        "PriceDescription",
                        "EffectiveDate",
                        "Unit",
                        "PricePerUnit",
                        "Currency",
                        "Location",
                        "Instance Type",
                        "Tenancy",
                        "Operating System",
                        "CapacityStatus",
                        "Pre Installed S/W",
                        "MarketOption",
                        "Region Code"));
        for (CatalogInstanceType type : region.types()) {
            Pool pool = region.poolsOf(type.name()).values().iterator().next();
            for (String system : List.of("Linux", "Windows")) {
                String sku = sku(regionName + "/" + type.name() + "/" + system);
                BigDecimal price = pool.onDemandPrice();
                row(
                        csv,
                        List.of(
                                sku,
                                ON_DEMAND_TERM,
                                sku + "." + ON_DEMAND_TERM + "." + HOURLY_RATE,
                                "OnDemand",
                                "$" + price.toPlainString() + " per On Demand " + system + " " + type.name()
                                        + " Instance Hour",
                                published.toString(),
                                "Hrs",
                                // What a licence adds is nobody's business here, but a reader has to tell the two
                                // apart.
                                (system.equals("Linux") ? price : price.multiply(BigDecimal.TWO))
                                        .setScale(10, RoundingMode.HALF_UP)
                                        .toPlainString(),
                                "USD",
                                LOCATIONS.getOrDefault(regionName, regionName),
                                type.name(),
                                "Shared",
                                system,
                                "Used",
                                "NA",
                                "OnDemand",
                                regionName));
            }
        }
        return ApiResponse.of(200, "text/csv", csv.toString());
    }

    private static void row(StringBuilder csv, List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            csv.append(i == 0 ? "\"" : ",\"")
                    .append(fields.get(i).replace("\"", "\"\""))
                    .append('"');
        }
        csv.append('\n');
    }

    /** All products, narrowed first by the filters that cost nothing, so that asking for one region does not build the world. */
    private Stream<Product> products(JsonNode filters) {
        Predicate<RegionMarket> inRegion = r -> true;
        Predicate<String> ofType = t -> true;
        for (JsonNode filter : filters) {
            String value = filter.path("Value").asString("");
            String kind = filter.path("Type").asString("");
            if (kind.equals("TERM_MATCH") || kind.equals("EQUALS")) {
                switch (filter.path("Field").asString("")) {
                    case "regionCode" -> inRegion = inRegion.and(r -> r.name().equalsIgnoreCase(value));
                    case "instanceType" -> ofType = ofType.and(t -> t.equalsIgnoreCase(value));
                    default -> {
                        // The others are checked against each product's attributes.
                    }
                }
            }
        }
        Predicate<String> type = ofType;
        return market.regions().stream()
                .filter(inRegion)
                .flatMap(region -> region.types().stream()
                        .filter(t -> type.test(t.name()))
                        .map(t -> product(
                                region,
                                region.poolsOf(t.name()).values().iterator().next())));
    }

    private static Product product(RegionMarket region, Pool pool) {
        CatalogInstanceType t = pool.type();
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("servicecode", "AmazonEC2");
        attributes.put("servicename", "Amazon Elastic Compute Cloud");
        attributes.put("regionCode", region.name());
        attributes.put("location", LOCATIONS.getOrDefault(region.name(), region.name()));
        attributes.put("locationType", "AWS Region");
        attributes.put("instanceType", t.name());
        attributes.put("instancesku", sku("instance/" + t.name()));
        attributes.put("vcpu", Integer.toString(t.vcpu()));
        attributes.put(
                "memory", BigDecimal.valueOf(t.memoryGib()).stripTrailingZeros().toPlainString() + " GiB");
        attributes.put("processorArchitecture", t.architecture().equals("arm64") ? "64-bit Arm" : "64-bit");
        if (t.gpus() > 0) {
            attributes.put("gpu", Integer.toString(t.gpus()));
        }
        attributes.put("operatingSystem", "Linux");
        attributes.put("preInstalledSw", "NA");
        attributes.put("licenseModel", "No License required");
        attributes.put("tenancy", "Shared");
        attributes.put("capacitystatus", "Used");
        attributes.put("marketoption", "OnDemand");
        attributes.put("operation", "RunInstances");
        attributes.put("currentGeneration", "Yes");
        attributes.put("usagetype", "BoxUsage:" + t.name());
        return new Product(region, pool, attributes);
    }

    private String document(Product p) {
        String type = p.pool().type().name();
        String sku = sku(p.region().name() + "/" + type);
        String price =
                p.pool().onDemandPrice().setScale(10, RoundingMode.HALF_UP).toPlainString();
        String termCode = sku + "." + ON_DEMAND_TERM;
        String rateCode = termCode + "." + HOURLY_RATE;
        var dimension = new LinkedHashMap<String, Object>();
        dimension.put("unit", "Hrs");
        dimension.put("endRange", "Inf");
        dimension.put(
                "description",
                "$" + p.pool().onDemandPrice().stripTrailingZeros().toPlainString() + " per On Demand Linux " + type
                        + " Instance Hour");
        dimension.put("appliesTo", List.of());
        dimension.put("rateCode", rateCode);
        dimension.put("beginRange", "0");
        dimension.put("pricePerUnit", Map.of("USD", price));
        var term = new LinkedHashMap<String, Object>();
        term.put("priceDimensions", Map.of(rateCode, dimension));
        term.put("sku", sku);
        term.put("effectiveDate", published + "T00:00:00Z");
        term.put("offerTermCode", ON_DEMAND_TERM);
        term.put("termAttributes", Map.of());
        var product = new LinkedHashMap<String, Object>();
        product.put("productFamily", type.contains(".metal") ? "Compute Instance (bare metal)" : "Compute Instance");
        product.put("attributes", p.attributes());
        product.put("sku", sku);
        var document = new LinkedHashMap<String, Object>();
        document.put("product", product);
        document.put("serviceCode", "AmazonEC2");
        document.put("terms", Map.of("OnDemand", Map.of(termCode, term)));
        document.put("version", published.toString().replace("-", "") + "000000");
        document.put("publicationDate", published + "T00:00:00Z");
        return json.writeValueAsString(document);
    }

    private static Predicate<Product> filter(JsonNode filters) {
        var predicates = new ArrayList<Predicate<Product>>();
        for (JsonNode filter : filters) {
            String field = filter.path("Field").asString("");
            String value = filter.path("Value").asString("");
            if (field.isEmpty() || value.isEmpty()) {
                throw AwsException.badRequest("InvalidParameterException", "A filter has a Type, a Field and a Value.");
            }
            Predicate<String> matches = switch (filter.path("Type").asString("")) {
                case "TERM_MATCH", "EQUALS" -> value::equalsIgnoreCase;
                case "CONTAINS" -> a -> lower(a).contains(lower(value));
                case "ANY_OF" -> terms(value)::contains;
                case "NONE_OF" -> a -> !terms(value).contains(a);
                default ->
                    throw AwsException.badRequest(
                            "InvalidParameterException",
                            "Filter types are TERM_MATCH, EQUALS, CONTAINS, ANY_OF and NONE_OF.");
            };
            predicates.add(p -> {
                if (field.equals("productFamily")) {
                    return matches.test(
                            p.pool().type().name().contains(".metal")
                                    ? "Compute Instance (bare metal)"
                                    : "Compute Instance");
                }
                return matches.test(Objects.requireNonNullElse(p.attributes().get(field), ""));
            });
        }
        return p -> predicates.stream().allMatch(f -> f.test(p));
    }

    private static List<String> terms(String value) {
        return List.of(value.split(","));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static int offset(String token) {
        if (token.isEmpty()) {
            return 0;
        }
        try {
            return Math.max(
                    0,
                    Integer.parseInt(PageToken.read(token, 1)
                            .orElseThrow(PricingApi::expiredToken)
                            .getFirst()));
        } catch (NumberFormatException e) {
            throw expiredToken();
        }
    }

    private static AwsException expiredToken() {
        return AwsException.badRequest(
                "InvalidNextTokenException", "The pagination token is invalid. Try again without it.");
    }

    /** Sixteen upper-case letters and digits, as a price list's keys are. */
    private static String sku(String name) {
        return Hashes.sha256Hex(name).substring(0, 16).toUpperCase(Locale.ROOT);
    }
}
