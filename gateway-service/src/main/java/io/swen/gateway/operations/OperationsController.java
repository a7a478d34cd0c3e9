package io.swen.gateway.operations;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.gateway.operations.PlatformErrors.PlatformErrorPage;
import io.swen.platform.error.ErrorState;
import io.swen.platform.page.Cursors;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Errors and the service map of the whole platform over HTTP. */
@RestController
@Tag(name = "operations")
class OperationsController {

    private final PlatformErrors errors;
    private final ServiceMaps maps;

    OperationsController(PlatformErrors errors, ServiceMaps maps) {
        this.errors = errors;
        this.maps = maps;
    }

    @GetMapping("/api/v1/errors")
    @Operation(summary = "Errors of all services by kind, the one seen last first")
    PlatformErrorPage listPlatformErrors(
            @RequestParam(name = "service", required = false) @Nullable String service,
            @RequestParam(name = "state", required = false) @Nullable ErrorState state,
            @RequestParam(name = "since", required = false) @Nullable Instant since,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        return errors.list(service, state, since, cursor, Cursors.limit(limit));
    }

    @GetMapping("/api/v1/service-map")
    @Operation(summary = "Which service called what in the last five minutes, and how that went")
    ServiceMap showServiceMap() {
        return maps.current();
    }
}
