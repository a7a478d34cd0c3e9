package io.swen.telemetry.cloud;

import com.aliyuncs.ecs.model.v20140526.DescribeAvailableResourceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribePriceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSpotAdviceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSpotPriceHistoryRequest;
import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.CapacityHint;
import io.swen.telemetry.cloud.CloudTelemetrySource.ListPage;
import io.swen.telemetry.cloud.CloudTelemetrySource.ListPrice;
import io.swen.telemetry.cloud.CloudTelemetrySource.SpotPrice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Prices of ECS, one type a call, and whether and how steadily types are to be had. */
@Component
class AlibabaPrices implements SdkTelemetrySource.Prices {

    private static final String STOCK = "alibaba-available-resource";
    private static final String ADVICE = "alibaba-spot-advice";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** "ClosedWithStock" has some left that are no longer promised. */
    private static final Set<String> IN_STOCK = Set.of("WithStock", "ClosedWithStock");

    private final AlibabaClients alibaba;

    AlibabaPrices(AlibabaClients alibaba) {
        this.alibaba = alibaba;
    }

    @Override
    public List<SpotPrice> spotPrices(String region, @Nullable String instanceType, Instant now) {
        if (instanceType == null) {
            throw new IllegalArgumentException("Alibaba Cloud answers spot prices one type at a time");
        }
        Map<String, SpotPrice> newest = new HashMap<>();
        Pages.readAll(Provider.ALIBABA, "spot prices of " + region, token -> {
            DescribeSpotPriceHistoryRequest request = new DescribeSpotPriceHistoryRequest();
            request.setNetworkType("vpc");
            request.setInstanceType(instanceType);
            request.setOSType("linux");
            request.setOffset(token == null ? 0 : Integer.parseInt(token));
            JsonNode answer = alibaba.ask(CloudAction.ALIBABA_DESCRIBE_SPOT_PRICE_HISTORY, region, request);
            String currency = answer.path("Currency").asString("CNY");
            for (JsonNode row : answer.at("/SpotPrices/SpotPriceType")) {
                String zone = Provider.ALIBABA.qualify(row.path("ZoneId").asString());
                BigDecimal amount = row.path("SpotPrice").decimalValue();
                if (amount.signum() > 0) {
                    SpotPrice price = new SpotPrice(
                            zone,
                            instanceType,
                            amount,
                            currency,
                            AlibabaClients.instant(row.path("Timestamp").asString()));
                    newest.merge(zone, price, (a, b) -> a.since().isAfter(b.since()) ? a : b);
                }
            }
            int offset = answer.path("NextOffset").asInt(0);
            return offset == 0 ? null : Integer.toString(offset);
        });
        return List.copyOf(newest.values());
    }

    @Override
    public ListPage listPrices(String region, @Nullable String instanceType, @Nullable String page) {
        if (instanceType == null) {
            throw new IllegalArgumentException("Alibaba Cloud answers list prices one type at a time");
        }
        DescribePriceRequest request = new DescribePriceRequest();
        request.setResourceType("instance");
        request.setInstanceType(instanceType);
        request.setPriceUnit("Hour");
        request.setInstanceNetworkType("vpc");
        JsonNode price =
                alibaba.ask(CloudAction.ALIBABA_DESCRIBE_PRICE, region, request).at("/PriceInfo/Price");
        String currency = price.path("Currency").asString("CNY");
        // The total has a system disk in it; the part of the instance alone is what the list gives.
        for (JsonNode part : price.at("/DetailInfos/DetailInfo")) {
            BigDecimal amount = part.path("OriginalPrice").decimalValue();
            if (part.path("Resource").asString("").equals("instanceType") && amount.signum() > 0) {
                return new ListPage(List.of(new ListPrice(instanceType, amount, currency)), null);
            }
        }
        throw new CloudException(
                Provider.ALIBABA,
                CloudErrorCode.REMOTE_FAILED,
                region + " DescribePrice of " + instanceType + " names no price of the instance",
                null);
    }

    /** Stock of each type by zone, and how often its spot instances were taken back. */
    @Override
    public List<CapacityHint> capacity(String region, List<String> instanceTypes) {
        List<CapacityHint> hints = new ArrayList<>();
        for (String type : instanceTypes) {
            stock(region, type, hints);
            advice(region, type, hints);
        }
        return hints;
    }

    private void stock(String region, String type, List<CapacityHint> into) {
        DescribeAvailableResourceRequest request = new DescribeAvailableResourceRequest();
        request.setDestinationResource("InstanceType");
        request.setInstanceChargeType("PostPaid");
        request.setSpotStrategy("NoSpot");
        request.setInstanceType(type);
        JsonNode answer = alibaba.ask(CloudAction.ALIBABA_DESCRIBE_AVAILABLE_RESOURCE, region, request);
        for (JsonNode zone : answer.at("/AvailableZones/AvailableZone")) {
            for (JsonNode resource : zone.at("/AvailableResources/AvailableResource")) {
                for (JsonNode supported : resource.at("/SupportedResources/SupportedResource")) {
                    if (supported.path("Value").asString("").equals(type)) {
                        into.add(new CapacityHint(
                                Provider.ALIBABA.qualify(zone.path("ZoneId").asString()),
                                type,
                                null,
                                IN_STOCK.contains(
                                        supported.path("StatusCategory").asString("")),
                                null,
                                STOCK));
                    }
                }
            }
        }
    }

    private void advice(String region, String type, List<CapacityHint> into) {
        DescribeSpotAdviceRequest request = new DescribeSpotAdviceRequest();
        request.setInstanceTypess(List.of(type));
        JsonNode answer = alibaba.ask(CloudAction.ALIBABA_DESCRIBE_SPOT_ADVICE, region, request);
        for (JsonNode zone : answer.at("/AvailableSpotZones/AvailableSpotZone")) {
            for (JsonNode resource : zone.at("/AvailableSpotResources/AvailableSpotResource")) {
                if (resource.path("InstanceType").asString("").equals(type)) {
                    into.add(new CapacityHint(
                            Provider.ALIBABA.qualify(zone.path("ZoneId").asString()),
                            type,
                            null,
                            null,
                            resource.path("InterruptionRate")
                                    .decimalValue()
                                    .divide(HUNDRED)
                                    .doubleValue(),
                            ADVICE));
                }
            }
        }
    }
}
