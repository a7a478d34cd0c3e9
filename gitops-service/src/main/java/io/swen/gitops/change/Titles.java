package io.swen.gitops.change;

import io.swen.gitops.contract.Offer;
import java.util.List;
import java.util.Locale;

/** What a person reads first of a change; also the description in its commit's subject. */
final class Titles {

    private Titles() {}

    private static final int LONGEST_IMAGE = 60;

    static String of(List<ChangeItem> items, ChangeOrigin origin) {
        ChangeItem first = items.getFirst();
        String title = switch (first.action()) {
            case DEPLOY ->
                (origin == ChangeOrigin.ADOPTION ? "adopt " : "deploy ") + first.workloadId() + where(first, origin);
            case REPLACE ->
                switch (origin) {
                    case PUSH -> "change " + first.workloadId() + " to " + image(first);
                    case PROMOTION -> "promote " + first.workloadId() + " to " + image(first);
                    case ROLLBACK -> "roll back " + first.workloadId() + where(first, origin);
                    default -> "move " + first.workloadId() + where(first, origin);
                };
            case TEARDOWN -> "remove " + first.workloadId();
        };
        return items.size() == 1 ? title : title + " and " + (items.size() - 1) + " more";
    }

    private static String image(ChangeItem item) {
        String image = item.requiredWorkload().container().image();
        return image.length() > LONGEST_IMAGE ? "…" + image.substring(image.length() - LONGEST_IMAGE) : image;
    }

    private static String where(ChangeItem item, ChangeOrigin origin) {
        Offer offer = item.requiredDecision().offer();
        return (origin == ChangeOrigin.ADOPTION ? " in " : " to ") + offer.region() + " as " + offer.instanceType()
                + " " + offer.purchaseOption().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
