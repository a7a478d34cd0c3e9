package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.CapacityHint;
import io.swen.telemetry.cloud.CloudTelemetrySource.ListPage;
import io.swen.telemetry.cloud.CloudTelemetrySource.ListPrice;
import io.swen.telemetry.cloud.CloudTelemetrySource.SpotPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.ec2.model.TargetCapacityUnitType;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.FilterType;
import software.amazon.awssdk.services.pricing.model.GetProductsResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Spot prices, spot placement scores, and on-demand prices from the Pricing API or, where configured, the bulk price files. */
@Component
class AwsPrices implements SdkTelemetrySource.Prices {

    private static final String LINUX = "Linux/UNIX";
    private static final String SCORES = "aws-spot-placement-scores";
    private static final int PRODUCTS_IN_ONE_CALL = 100;
    private static final int SCORES_IN_ONE_CALL = 1000;

    private final AwsClients aws;
    private final AwsPlaces places;
    private final AwsPriceFiles files;
    private final JsonMapper json;

    AwsPrices(AwsClients aws, AwsPlaces places, AwsPriceFiles files, JsonMapper json) {
        this.aws = aws;
        this.places = places;
        this.files = files;
        this.json = json;
    }

    @Override
    public List<SpotPrice> spotPrices(String region, @Nullable String instanceType, Instant now) {
        List<SpotPrice> prices = new ArrayList<>();
        Pages.readAll(Provider.AWS, "spot prices of " + region, token -> {
            var answer = aws.call(
                    CloudAction.AWS_DESCRIBE_SPOT_PRICE_HISTORY,
                    region,
                    () -> aws.ec2(region).describeSpotPriceHistory(request -> {
                        // The same start and end asks for the prices in force.
                        request.startTime(now).productDescriptions(LINUX).nextToken(token);
                        if (instanceType != null) {
                            request.instanceTypesWithStrings(instanceType);
                        }
                    }));
            for (var price : answer.spotPriceHistory()) {
                prices.add(new SpotPrice(
                        places.zone(region, price.availabilityZoneId(), price.availabilityZone()),
                        price.instanceTypeAsString(),
                        new BigDecimal(price.spotPrice()),
                        "USD",
                        price.timestamp()));
            }
            return answer.nextToken();
        });
        return prices;
    }

    @Override
    public ListPage listPrices(String region, @Nullable String instanceType, @Nullable String page) {
        if (files.areConfigured()) {
            return new ListPage(files.read(region, instanceType), null);
        }
        List<Filter> filters = new ArrayList<>(List.of(
                match("regionCode", AwsClients.bare(region)),
                match("operatingSystem", "Linux"),
                match("tenancy", "Shared"),
                match("preInstalledSw", "NA"),
                match("capacitystatus", "Used"),
                match("marketoption", "OnDemand")));
        if (instanceType != null) {
            filters.add(match("instanceType", instanceType));
        }
        GetProductsResponse answer = aws.call(
                CloudAction.AWS_GET_PRODUCTS,
                "pricing",
                () -> aws.pricing()
                        .getProducts(request -> request.serviceCode("AmazonEC2")
                                .formatVersion("aws_v1")
                                .filters(filters)
                                .maxResults(PRODUCTS_IN_ONE_CALL)
                                .nextToken(page)));
        List<ListPrice> prices = new ArrayList<>();
        for (String document : answer.priceList()) {
            readProduct(document, prices);
        }
        String next = answer.nextToken();
        return new ListPage(prices, next == null || next.isEmpty() ? null : next);
    }

    /** A score for each type and zone; EC2 scores a request for one instance, and answers only a few dozen of them a day. */
    @Override
    public List<CapacityHint> capacity(String region, List<String> instanceTypes) {
        List<CapacityHint> hints = new ArrayList<>();
        for (String type : instanceTypes) {
            Pages.readAll(Provider.AWS, "placement scores of " + region, token -> {
                var answer = aws.call(
                        CloudAction.AWS_GET_SPOT_PLACEMENT_SCORES,
                        region,
                        () -> aws.ec2(region)
                                .getSpotPlacementScores(request -> request.instanceTypes(type)
                                        .targetCapacity(1)
                                        .targetCapacityUnitType(TargetCapacityUnitType.UNITS)
                                        .singleAvailabilityZone(true)
                                        .regionNames(AwsClients.bare(region))
                                        .maxResults(SCORES_IN_ONE_CALL)
                                        .nextToken(token)));
                for (var score : answer.spotPlacementScores()) {
                    if (score.score() != null && score.availabilityZoneId() != null) {
                        hints.add(new CapacityHint(
                                Provider.AWS.qualify(score.availabilityZoneId()),
                                type,
                                score.score(),
                                null,
                                null,
                                SCORES));
                    }
                }
                return answer.nextToken();
            });
        }
        return hints;
    }

    private void readProduct(String document, List<ListPrice> into) {
        JsonNode product = json.readTree(document);
        String type = product.at("/product/attributes/instanceType").asString("");
        for (JsonNode term : product.at("/terms/OnDemand")) {
            for (JsonNode dimension : term.path("priceDimensions")) {
                BigDecimal price =
                        new BigDecimal(dimension.at("/pricePerUnit/USD").asString("0"));
                if (!type.isEmpty()
                        && price.signum() > 0
                        && dimension.path("unit").asString("").equals("Hrs")) {
                    into.add(new ListPrice(type, price, "USD"));
                }
            }
        }
    }

    private static Filter match(String field, String value) {
        return Filter.builder()
                .type(FilterType.TERM_MATCH)
                .field(field)
                .value(value)
                .build();
    }
}
