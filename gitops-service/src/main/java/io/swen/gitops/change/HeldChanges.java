package io.swen.gitops.change;

import io.swen.gitops.control.ControlChanged;
import io.swen.gitops.control.RunningApplies;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Connects changes with what holds them back: has them look again when it is lifted, and says which are at work. */
@Component
class HeldChanges implements RunningApplies {

    private final StageQueue queue;
    private final ChangeRows rows;

    HeldChanges(StageQueue queue, ChangeRows rows) {
        this.queue = queue;
        this.rows = rows;
    }

    @EventListener
    void on(ControlChanged changed) {
        queue.wakeWaiting();
    }

    @Override
    public List<UUID> of(@Nullable String environment, int limit) {
        return rows.atTheCloud(environment, limit);
    }
}
