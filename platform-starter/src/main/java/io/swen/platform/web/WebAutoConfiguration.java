package io.swen.platform.web;

import io.swen.platform.SwenProperties;
import io.swen.platform.problem.Problems;
import java.net.InetAddress;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The filters that stand before every controller. */
@AutoConfiguration
@EnableConfigurationProperties(OutboundProperties.class)
public class WebAutoConfiguration {

    /** Lets parameters name states and kinds in lower case, as the JSON does. */
    @Bean
    WebMvcConfigurer parameterConversion() {
        return new WebMvcConfigurer() {
            @Override
            public void addFormatters(FormatterRegistry registry) {
                ApplicationConversionService.configure(registry);
            }
        };
    }

    /** After the observation filter, which opens the trace. */
    @Bean
    FilterRegistrationBean<TraceIdFilter> traceIdFilter() {
        FilterRegistrationBean<TraceIdFilter> registration = new FilterRegistrationBean<>(new TraceIdFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }

    @Bean
    OutboundGuard outboundGuard(OutboundProperties properties) {
        return new OutboundGuard(properties, InetAddress::getAllByName);
    }

    @Bean
    OutboundClients outboundClients(OutboundGuard guard) {
        return new OutboundClients(guard);
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(SwenProperties properties, Problems problems) {
        FilterRegistrationBean<BodyLimitFilter> registration =
                new FilterRegistrationBean<>(new BodyLimitFilter(properties::bodyLimit, problems));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return registration;
    }
}
