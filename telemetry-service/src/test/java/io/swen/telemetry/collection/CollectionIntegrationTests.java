package io.swen.telemetry.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.catalog.Provider;
import io.swen.telemetry.EventSchemas;
import io.swen.telemetry.TelemetryTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class CollectionIntegrationTests extends TelemetryTest {

    @Autowired
    private PriceCollector collector;

    @Autowired
    private CloudDirectory clouds;

    @Autowired
    private DiscoveryJob discovery;

    @Test
    void publishesWhatTheSpotPriceCallsAnswerAsNewEpochs() {
        String offer = "/api/v1/offers?zone=aws:use1-az1&instance_type=m7i.large&purchase_option=spot";
        await().atMost(PATIENCE)
                .until(() -> ok(offer).at("/items/0/price_origin").asString().equals("observed"));

        JsonNode aws = ok(offer).at("/items/0");
        assertThat(aws.at("/source").asString()).isEqualTo("aws-spot-price-history");
        assertThat(aws.at("/simulated").asBoolean()).isTrue();
        assertThat(aws.at("/stale").asBoolean()).isFalse();
        assertThat(aws.at("/interruption_origin").asString()).isEqualTo("derived");
        JsonNode history = ok("/api/v1/prices/history?offer_id=aws:use1-az1/m7i.large/spot")
                .at("/items");
        assertThat(history.size()).isGreaterThanOrEqualTo(2);
        assertThat(history.at("/0/price_origin").asString()).isEqualTo("derived");
        assertThat(history.at("/0/epoch").asInt()).isEqualTo(1);
        List<String> events = events("PriceEpochPublished", "%");
        assertThat(events).hasSizeGreaterThanOrEqualTo(2);
        events.forEach(data -> EventSchemas.check("PriceEpochPublished", data));
        assertThat(jdbc.queryForObject(
                        "select count(*) from price_epoch e where changed_offers <>"
                                + " (select count(*) from price_change c where c.epoch = e.epoch)",
                        Integer.class))
                .isZero();
    }

    @Test
    void asksAlibabaCloudTypeByType() {
        collector.spot(clouds.of(Provider.ALIBABA), ALIBABA_REGION, "ecs.g7.large");
        String offer = "/api/v1/offers?region=" + ALIBABA_REGION + "&instance_type=ecs.g7.large&purchase_option=spot";
        await().atMost(PATIENCE)
                .until(() -> ok(offer).at("/items/0/price_origin").asString().equals("observed"));

        JsonNode first = ok(offer).at("/items/0");
        assertThat(first.at("/list_price/currency").asString()).isEqualTo("CNY");
        double usd = Double.parseDouble(first.at("/price/amount").asString());
        double cny = Double.parseDouble(first.at("/list_price/amount").asString());
        assertThat(usd * 7.12).isCloseTo(cny, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void keepsTheListPricesThatTheProvidersConfirm() {
        String before = ok("/api/v1/offers?zone=aws:use1-az1&instance_type=m7i.large&purchase_option=on_demand")
                .at("/items/0/received_at")
                .asString();
        PriceCollector.Reading reading = new PriceCollector.Reading();
        while (!collector.listPage(clouds.of(Provider.AWS), AWS_REGION, null, reading)) {
            assertThat(reading).isNotNull();
        }
        assertThat(collector.listPage(
                        clouds.of(Provider.ALIBABA), ALIBABA_REGION, "ecs.g7.large", new PriceCollector.Reading()))
                .isTrue();

        JsonNode aws = ok("/api/v1/offers?zone=aws:use1-az1&instance_type=m7i.large&purchase_option=on_demand")
                .at("/items/0");
        assertThat(aws.at("/price_origin").asString()).isEqualTo("listed");
        assertThat(aws.at("/source").asString()).isEqualTo("aws/karpenter-provider-aws");
        assertThat(aws.at("/received_at").asString()).isNotEqualTo(before);
        JsonNode alibaba = ok("/api/v1/offers?region=" + ALIBABA_REGION
                        + "&instance_type=ecs.g7.large&purchase_option=on_demand")
                .at("/items/0");
        assertThat(alibaba.at("/source").asString()).isEqualTo("cloudpilot-ai/priceserver");
        assertThat(alibaba.at("/stale").asBoolean()).isFalse();
    }

    @Test
    void findsNothingNewWhereTheCatalogIsComplete() throws InterruptedException {
        assertThat(discovery.discover(clouds.of(Provider.AWS), Duration.ZERO)).isZero();
        assertThat(discovery.discover(clouds.of(Provider.ALIBABA), Duration.ZERO))
                .isZero();
    }
}
