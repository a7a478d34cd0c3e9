package io.swen.gitops.terraform;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where a Terraform process on this machine finds the states that this service serves. */
@Component
class OwnAddress {

    private final @Nullable URI configured;
    private final boolean tls;
    private volatile int port;

    OwnAddress(TerraformProperties properties, @Value("${server.ssl.enabled:false}") boolean tls) {
        this.configured = properties.backendAddress();
        this.tls = tls;
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() == null) {
            port = event.getWebServer().getPort();
        }
    }

    URI of(String path) {
        if (configured != null) {
            return configured.resolve(path);
        }
        if (port == 0) {
            throw new TerraformException("this service does not listen yet");
        }
        return URI.create((tls ? "https" : "http") + "://localhost:" + port + path);
    }
}
