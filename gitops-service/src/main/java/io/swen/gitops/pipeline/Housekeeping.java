package io.swen.gitops.pipeline;

import io.swen.gitops.change.BreakGlass;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.control.Automation;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.platform.job.BackgroundJob;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets approvals expire, and brings verdicts into Git. */
@Component
class Housekeeping implements BackgroundJob {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BATCH = 100;

    private final Changes changes;
    private final EnvironmentRepository repository;
    private final Automation automation;
    private final Boundary boundary;

    Housekeeping(Changes changes, EnvironmentRepository repository, Automation automation, Boundary boundary) {
        this.changes = changes;
        this.automation = automation;
        this.repository = repository;
        this.boundary = boundary;
    }

    @Override
    public String name() {
        return "gitops-housekeeping";
    }

    @Override
    public Duration interval() {
        return PAUSE;
    }

    @Override
    public void run() {
        changes.overdue(BATCH).forEach(changes::expire);
        goOn();
        changes.withVerdictsNotNoted(BATCH).forEach(this::note);
    }

    private static String inStead(@Nullable Author giver) {
        return giver == null ? "" : "On-Behalf-Of: " + person(giver) + "\n";
    }

    private static String brokenGlass(BreakGlass broken) {
        String told =
                "Broke-Glass: " + person(broken.by()) + "\nPlan-Hash: " + broken.planHash() + "\nAt: " + broken.at()
                        + "\nReason: " + oneLine(broken.reason()) + "\nOverridden: "
                        + oneLine(String.join("; ", broken.overridden())) + "\n";
        BreakGlass.Review review = broken.review();
        return review == null
                ? told
                : told + "Signed-Off-By: " + person(review.by()) + "\nOutcome: "
                        + review.outcome().name().toLowerCase(Locale.ROOT) + "\nNote: " + oneLine(review.note()) + "\n";
    }

    private static String person(Author author) {
        return oneLine(author.name()) + " <" + author.actorId() + "@users.swen.invalid>";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** What needs nobody's approval goes on by itself once nothing holds it back any more. */
    private void goOn() {
        for (String environment : changes.environmentsWithHeldBack()) {
            if (automation.heldBack(environment) == null) {
                changes.heldBackIn(environment, BATCH).forEach(changes::goOn);
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
                    .append("@users.swen.invalid>\n")
                    .append(inStead(verdict.onBehalfOf()))
                    .append("Plan-Hash: ")
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
        BreakGlass broken = change.breakGlass();
        if (broken != null) {
            note.append(brokenGlass(broken));
        }
        note.insert(
                0,
                "Change-Id: " + id + "\nLevel: "
                        + String.valueOf(change.approvalLevel()).toLowerCase(Locale.ROOT) + "\n\n");
        repository.note(
                change.requiredCommit(),
                note.toString(),
                broken == null ? change.verdicts().getLast().at() : broken.at());
        boundary.crossed("noted");
        changes.markNoted(
                id,
                change.verdicts().stream()
                        .map(ChangeSnapshot.StoredVerdict::actorId)
                        .toList());
    }
}
