package io.swen.gitops.contract;

/** How an instance is paid for. */
public enum PurchaseOption {
    ON_DEMAND,
    SPOT,
    RESERVED
}
