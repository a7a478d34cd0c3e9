package io.swen.platform.event;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.SwenProperties;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the events that this service failed on, and takes what people decide about them. */
@RestController
@RequestMapping("/api/v1/set-aside-events/{service}")
@Tag(name = "operations")
class SetAsideEventController {

    /** A page of events that were set aside. */
    record SetAsideEventPage(
            List<SetAsideEvent> items, @Nullable String next) {}

    /** Why an event is not to be handled. */
    record Dismissal(@Nullable String reason) {}

    private final SetAsideEvents events;
    private final String own;

    SetAsideEventController(SetAsideEvents events, SwenProperties properties) {
        this.events = events;
        this.own = properties.service();
    }

    @GetMapping
    @Operation(summary = "Events of other services that this one failed on, the latest first")
    SetAsideEventPage listSetAsideEvents(
            @PathVariable("service") String service,
            @RequestParam(name = "state", required = false) @Nullable SetAsideState state,
            @RequestParam(name = "consumer", required = false) @Nullable String consumer,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        requireOwn(service);
        Page<SetAsideEvent> page = events.list(state, consumer, cursor, Cursors.limit(limit), Actor.current());
        return new SetAsideEventPage(page.items(), page.next());
    }

    @GetMapping("/{id}")
    @Operation(summary = "One of them, with the event itself")
    ResponseEntity<SetAsideEvent> showSetAsideEvent(
            @PathVariable("service") String service, @PathVariable("id") UUID id) {
        requireOwn(service);
        return tagged(events.show(id, Actor.current()));
    }

    @PostMapping("/{id}/retry")
    @Operation(summary = "Have it handled now; the answer says whether that worked")
    ResponseEntity<SetAsideEvent> retrySetAsideEvent(
            @PathVariable("service") String service,
            @PathVariable("id") UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        requireOwn(service);
        return tagged(events.retry(id, ifMatch, Actor.current()));
    }

    @PostMapping("/{id}/dismiss")
    @Operation(summary = "Decide that it is not to be handled")
    ResponseEntity<SetAsideEvent> dismissSetAsideEvent(
            @PathVariable("service") String service,
            @PathVariable("id") UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Dismissal dismissal) {
        requireOwn(service);
        return tagged(events.dismiss(id, dismissal.reason(), ifMatch, Actor.current()));
    }

    private void requireOwn(String service) {
        if (!service.equals(own)) {
            throw ProblemException.notFound("service with events here:", service);
        }
    }

    private static ResponseEntity<SetAsideEvent> tagged(SetAsideEvent event) {
        return ResponseEntity.ok().eTag(ETags.of(event.version())).body(event);
    }
}
