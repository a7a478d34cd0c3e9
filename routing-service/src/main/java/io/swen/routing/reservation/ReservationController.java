package io.swen.routing.reservation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reservations over HTTP. */
@RestController
@Tag(name = "reservations")
class ReservationController {

    record ReservationPage(
            List<Reservation> items, @Nullable String next) {}

    private final ReservationReader reader;

    ReservationController(ReservationReader reader) {
        this.reader = reader;
    }

    @GetMapping("/api/v1/reservations")
    @Operation(summary = "List reservations, the newest first")
    ReservationPage list(
            @RequestParam(name = "state", required = false) Reservation.@Nullable State state,
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        Page<Reservation> page = reader.list(state, workloadId, cursor, Cursors.limit(limit), Actor.current());
        return new ReservationPage(page.items(), page.next());
    }
}
