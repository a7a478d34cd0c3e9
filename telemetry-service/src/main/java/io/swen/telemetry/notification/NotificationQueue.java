package io.swen.telemetry.notification;

import io.swen.platform.notification.DeliveryQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The queue of what is on its way to receivers. */
@Configuration(proxyBeanMethods = false)
class NotificationQueue {

    @Bean
    DeliveryQueue deliveryQueue(JdbcTemplate jdbc, JsonMapper json) {
        return new DeliveryQueue(jdbc, json);
    }
}
