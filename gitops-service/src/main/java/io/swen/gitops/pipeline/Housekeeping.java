package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.repository.EnvironmentRepository;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Lets approvals expire, and brings verdicts into Git. */
@Component
class Housekeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BATCH = 100;

    private final Changes changes;
    private final EnvironmentRepository repository;
    private volatile boolean running;
    private @Nullable Thread thread;

    Housekeeping(Changes changes, EnvironmentRepository repository) {
        this.changes = changes;
        this.repository = repository;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("gitops-housekeeping").start(this::loop);
    }

    @Override
    public void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void loop() {
        while (running) {
            try {
                changes.overdue(BATCH).forEach(changes::expire);
                changes.withVerdictsNotNoted(BATCH).forEach(this::note);
            } catch (RuntimeException e) {
                LOG.warn("housekeeping failed, trying again: {}", e.toString());
                LOG.debug("housekeeping failed", e);
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The note holds all verdicts of the change, so that writing it again is the same. */
    private void note(UUID id) {
        ChangeSnapshot change = changes.get(id);
        StringBuilder note = new StringBuilder();
        for (ChangeSnapshot.StoredVerdict verdict : change.verdicts()) {
            note.append(verdict.verdict() == io.swen.gitops.change.Verdict.APPROVE ? "Approved-By: " : "Rejected-By: ")
                    .append(verdict.name().replaceAll("\\s+", " "))
                    .append(" <")
                    .append(verdict.actorId())
                    .append("@users.swen.invalid>\nPlan-Hash: ")
                    .append(verdict.planHash())
                    .append("\nAt: ")
                    .append(verdict.at())
                    .append('\n');
            if (verdict.reason() != null && !verdict.reason().isBlank()) {
                note.append("Reason: ")
                        .append(verdict.reason().strip().replaceAll("\\s+", " "))
                        .append('\n');
            }
            note.append('\n');
        }
        note.insert(
                0,
                "Change-Id: " + id + "\nLevel: "
                        + String.valueOf(change.approvalLevel()).toLowerCase(Locale.ROOT) + "\n\n");
        repository.note(
                change.requiredCommit(),
                note.toString(),
                change.verdicts().getLast().at());
        changes.markNoted(
                id,
                change.verdicts().stream()
                        .map(ChangeSnapshot.StoredVerdict::actorId)
                        .toList());
    }
}
