package io.swen.cli.audit;

import java.util.List;

/**
 * What the check of one audit log came to.
 *
 * @param pending rows not sealed yet, as text, or – where that cannot be known
 * @param findings one line for each thing that is broken, perhaps not for all
 */
record Tally(
        String service, long rows, long batches, long broken, String pending, String copied, List<String> findings) {

    Tally {
        findings = List.copyOf(findings);
    }
}
