package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeKind;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.StageName;
import io.swen.gitops.control.Automation;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a change touch the cloud only while nothing holds it back. That it begins is written down in the transaction that looked,
 * which excludes the kill switch: either the apply is seen as running by whoever engages it, or it does not begin.
 */
@Component
class ApplyGate {

    private final Automation automation;
    private final Changes changes;
    private final TransactionTemplate transactions;
    private final PipelineProperties properties;
    private final Clock clock;

    ApplyGate(
            Automation automation,
            Changes changes,
            TransactionTemplate transactions,
            PipelineProperties properties,
            Clock clock) {
        this.automation = automation;
        this.changes = changes;
        this.transactions = transactions;
        this.properties = properties;
        this.clock = clock;
    }

    /** What comes of the run instead, or null where it may go on. */
    @Nullable
    StageResult hold(StageRun run) {
        ChangeSnapshot change = run.change();
        if (!run.lease().stage().touchesTheCloud()) {
            return null;
        }
        if (change.applyBegunAt() != null || run.lease().stage() != StageName.APPLY || change.unwindTo() != null) {
            String stopped = automation.stopped(change.environment());
            return stopped == null ? null : new StageResult.Again(properties.holdPoll(), stopped);
        }
        return transactions.execute(status -> begin(run, change));
    }

    private @Nullable StageResult begin(StageRun run, ChangeSnapshot change) {
        boolean brokeGlass = change.breakGlass() != null;
        if (change.heldAt() != null
                && !brokeGlass
                && change.approvalExpiresAt() != null
                && !clock.instant().isBefore(change.approvalExpiresAt())) {
            return new StageResult.Expired("it was held back since " + change.heldAt() + " until its approval expired");
        }
        automation.keepKillSwitchAsItIs();
        // Policies touch no cloud, so that neither a mode nor a freeze is about them.
        String heldBack = change.kind() == ChangeKind.POLICY
                ? automation.stopped(change.environment())
                : automation.heldBack(change.environment(), brokeGlass);
        if (heldBack == null) {
            changes.beginApply(run.lease());
            return null;
        }
        if (change.heldAt() == null) {
            changes.heldBack(run.lease(), heldBack, clock.instant().plus(properties.approvalExpiry()));
        }
        return new StageResult.Again(properties.holdPoll(), heldBack);
    }
}
