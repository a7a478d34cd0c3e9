package io.swen.gitops.rebuild;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The calls that make tables anew. */
@RestController
class RebuildController {

    private final Rebuilding rebuilding;

    RebuildController(Rebuilding rebuilding) {
        this.rebuilding = rebuilding;
    }

    /** Builds the tables of changes from Git beside the real ones and compares them; nothing stays. */
    @PostMapping("/api/v1/rebuild/verification")
    Rebuilding.Report verify() {
        return rebuilding.verify();
    }

    /** Fills the tables of changes from Git where there is no change yet. */
    @PostMapping("/api/v1/rebuild")
    Rebuilding.Report restore() {
        return rebuilding.restore();
    }
}
