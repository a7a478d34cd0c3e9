package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clouds that are read. */
@Configuration(proxyBeanMethods = false)
class CloudSources {

    @Bean
    CloudTelemetrySource aws(
            AwsPlaces places,
            AwsPrices prices,
            AwsInstances instances,
            AwsMetrics metrics,
            AwsNotices notices,
            AwsCosts costs) {
        return new SdkTelemetrySource(Provider.AWS, places, prices, instances, metrics, notices, costs);
    }

    @Bean
    CloudTelemetrySource alibaba(
            AlibabaPlaces places,
            AlibabaPrices prices,
            AlibabaInstances instances,
            AlibabaMetrics metrics,
            AlibabaNotices notices,
            AlibabaCosts costs) {
        return new SdkTelemetrySource(Provider.ALIBABA, places, prices, instances, metrics, notices, costs);
    }
}
