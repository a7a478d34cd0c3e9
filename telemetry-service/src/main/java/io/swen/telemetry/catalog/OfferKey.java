package io.swen.telemetry.catalog;

/** What tells an offer from all others; {@code zone} is provider-qualified. */
public record OfferKey(String zone, String instanceType, PurchaseOption purchaseOption) {

    /** The offer id: {@code zone/instance_type/purchase_option}. */
    public String id() {
        return zone + "/" + instanceType + "/" + purchaseOption.id();
    }

    /**
     * Reads an offer id.
     *
     * @throws IllegalArgumentException for what is none
     */
    public static OfferKey parse(String offerId) {
        String[] parts = offerId.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("an offer id is zone/instance_type/purchase_option: " + offerId);
        }
        return new OfferKey(parts[0], parts[1], PurchaseOption.of(parts[2]));
    }
}
