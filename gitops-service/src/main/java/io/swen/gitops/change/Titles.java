package io.swen.gitops.change;

import io.swen.gitops.contract.Offer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a person reads first of a change; also the description in its commit's subject. */
final class Titles {

    private Titles() {}

    private static final int LONGEST_IMAGE = 60;

    /** @param runsAt the offers at which the items' workloads run, by workload */
    static String of(List<ChangeItem> items, ChangeOrigin origin, Map<String, String> runsAt) {
        ChangeItem first = items.getFirst();
        String title = switch (first.action()) {
            case DEPLOY ->
                origin == ChangeOrigin.ADOPTION
                        ? "adopt " + first.workloadId() + " in " + place(first)
                        : "deploy " + first.workloadId() + " to " + place(first);
            case REPLACE ->
                switch (origin) {
                    case PUSH -> "change " + first.workloadId() + " to " + image(first);
                    case PROMOTION -> "promote " + first.workloadId() + " to " + image(first);
                    case ROLLBACK -> "roll back " + first.workloadId() + " to " + place(first);
                    default -> replacing(first, origin, runsAt);
                };
            case TEARDOWN -> "remove " + first.workloadId();
        };
        return items.size() == 1 ? title : title + " and " + (items.size() - 1) + " more";
    }

    private static String image(ChangeItem item) {
        String image = item.requiredWorkload().container().image();
        return image.length() > LONGEST_IMAGE ? "…" + image.substring(image.length() - LONGEST_IMAGE) : image;
    }

    private static String replacing(ChangeItem item, ChangeOrigin origin, Map<String, String> runsAt) {
        if (!item.requiredDecision().offer().offerId().equals(runsAt.get(item.workloadId()))) {
            return "move " + item.workloadId() + " to " + place(item);
        }
        return (origin == ChangeOrigin.REMEDIATION ? "restart " : "update ") + item.workloadId() + " in " + place(item);
    }

    private static String place(ChangeItem item) {
        Offer offer = item.requiredDecision().offer();
        return offer.region() + " as " + offer.instanceType() + " "
                + offer.purchaseOption().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
