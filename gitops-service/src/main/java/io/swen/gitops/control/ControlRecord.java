package io.swen.gitops.control;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes a change of a control into the audit log and the event log, and tells the rest of this service. */
@Component
class ControlRecord {

    private final AuditLog audit;
    private final EventLog events;
    private final ApplicationEventPublisher publisher;

    ControlRecord(AuditLog audit, EventLog events, ApplicationEventPublisher publisher) {
        this.audit = audit;
        this.events = events;
        this.publisher = publisher;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void of(ControlChanged changed, String id, @Nullable Object before, @Nullable Object after) {
        String action = changed.control().id() + "." + changed.action().name().toLowerCase(Locale.ROOT);
        audit.record(AuditEntry.of(action, changed.control().id(), id)
                .in(null, changed.environment())
                .change(before, after));
        events.append(new Event("AutomationChanged", id, null, changed.environment(), changed));
        publisher.publishEvent(changed);
    }
}
