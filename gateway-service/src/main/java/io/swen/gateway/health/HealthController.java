package io.swen.gateway.health;

import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the public health call. */
@RestController
class HealthController {

    private final HealthCheck check;

    HealthController(HealthCheck check) {
        this.check = check;
    }

    /** 503 only where no service answers, so that a load balancer keeps a gateway that can still do part of its work. */
    @ApiResponse(responseCode = "200", description = "At least one service answers")
    @ApiResponse(responseCode = "503", description = "No service answers")
    @GetMapping("/health")
    ResponseEntity<PlatformHealth> health() {
        PlatformHealth health = check.current();
        HttpStatus status =
                health.status() == PlatformHealth.Status.UNHEALTHY ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK;
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .body(health);
    }
}
