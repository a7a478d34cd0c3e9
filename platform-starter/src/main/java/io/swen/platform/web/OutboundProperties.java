package io.swen.platform.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which addresses inside the own network may be called where a user says so, such as a webhook of the same company.
 *
 * @param allowed host names, {@code host:port} pairs and networks ({@code 10.20.0.0/16}); everything on the public internet is
 *     allowed anyway
 */
@ConfigurationProperties("swen.outbound")
public record OutboundProperties(@DefaultValue List<String> allowed) {

    public OutboundProperties {
        allowed = List.copyOf(allowed);
    }
}
