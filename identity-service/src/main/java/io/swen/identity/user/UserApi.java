package io.swen.identity.user;

import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Says in the API document what the generator cannot see in pages of the platform: both fields are always there. */
@Configuration(proxyBeanMethods = false)
class UserApi {

    @Bean
    OpenApiCustomizer userPage() {
        return api -> {
            api.getComponents().getSchemas().forEach((name, page) -> {
                Schema<?> next = name.startsWith("Page") && page.getProperties() != null
                        ? (Schema<?>) page.getProperties().get("next")
                        : null;
                if (next != null) {
                    page.setRequired(List.of("items", "next"));
                    next.setTypes(new LinkedHashSet<>(List.of("string", "null")));
                }
            });
        };
    }
}
