package io.swen.platform.app;

import io.swen.platform.audit.AuditLog;
import io.swen.platform.crypto.SealedColumn;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.money.Money;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.AccessRules;
import io.swen.platform.security.Permission;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
public class ThingApplication {

    enum Colour {
        DARK_RED,
        BLUE
    }

    record Thing(
            @NotNull(message = "given") String thingName,

            @Min(value = 1, message = "1 to 10") @Max(value = 10, message = "1 to 10")
            int size,

            @Nullable Colour colour,
            @Nullable Money price) {}

    /** Apart from the services' own migrations, which stand on the same class path where their tests run unpackaged. */
    @Bean
    FlywayConfigurationCustomizer things() {
        return flyway -> flyway.locations("classpath:db/platform", "classpath:db/things");
    }

    @Bean
    AccessRules accessRules() {
        return AccessRules.builder()
                .allowEncryptionKeys()
                .allow(HttpMethod.POST, "/api/v1/things", Permission.WORKLOAD_WRITE)
                .allow(HttpMethod.PUT, "/api/v1/things/{id}", Permission.CHANGE_DECIDE)
                .allow(HttpMethod.POST, "/api/v1/things/{id}/check", Permission.CHANGE_PROPOSE)
                .allow(HttpMethod.GET, "/api/v1/things/{id}", Permission.WORKLOAD_READ)
                .build();
    }

    @Bean
    SealedColumn sealedThings() {
        return SealedColumn.of("sealed_thing", "id", "secret", "thing");
    }

    @RestController
    static class Things {

        private final Idempotency idempotency;
        private final EventLog events;
        private final AuditLog audit;
        private final AtomicInteger made = new AtomicInteger();

        Things(Idempotency idempotency, EventLog events, AuditLog audit) {
            this.idempotency = idempotency;
            this.events = events;
            this.audit = audit;
        }

        @PostMapping("/api/v1/things")
        ResponseEntity<?> make(
                @Valid @RequestBody Thing thing,
                @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
            return idempotency.once(key, "POST /api/v1/things", thing, () -> {
                events.append(new Event("ThingMade", thing.thingName(), "research", "dev", thing));
                audit.record("thing.make", "thing", thing.thingName(), null, thing);
                if (thing.thingName().equals("broken")) {
                    throw new IllegalStateException("after the event was appended");
                }
                return ResponseEntity.created(URI.create("/api/v1/things/" + made.incrementAndGet()))
                        .body(thing);
            });
        }

        @PutMapping("/api/v1/things/{id}")
        @ResponseStatus(HttpStatus.NO_CONTENT)
        void decide(@PathVariable("id") int id) {}

        @PostMapping("/api/v1/things/{id}/check")
        @ResponseStatus(HttpStatus.NO_CONTENT)
        void check(@PathVariable("id") int id) {}

        @GetMapping("/api/v1/things/{id}")
        Thing get(@PathVariable("id") int id) {
            throw ProblemException.notFound("thing", id);
        }
    }
}
