package io.swen.gitops.change;

import io.swen.gitops.contract.Offer;
import java.util.List;
import java.util.Locale;

/** What a person reads first of a change; also the description in its commit's subject. */
final class Titles {

    private Titles() {}

    static String of(List<ChangeItem> items) {
        ChangeItem first = items.getFirst();
        String title = switch (first.action()) {
            case DEPLOY -> "deploy " + first.workloadId() + where(first);
            case REPLACE -> "move " + first.workloadId() + where(first);
            case TEARDOWN -> "remove " + first.workloadId();
        };
        return items.size() == 1 ? title : title + " and " + (items.size() - 1) + " more";
    }

    private static String where(ChangeItem item) {
        Offer offer = item.requiredDecision().offer();
        return " to " + offer.region() + " as " + offer.instanceType() + " "
                + offer.purchaseOption().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
