package io.swen.routing.placement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swen.routing.candidate.PurchaseOption;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed with the providers beside their lists: discounts on prices, and spending that is committed whether it is used
 * or not.
 */
public record Agreements(List<Discount> discounts, List<Commitment> commitments) implements KnowledgePart {

    public static final Agreements NONE = new Agreements(List.of(), List.of());

    private static final int MOST = 64;

    public Agreements {
        if (discounts.size() > MOST || commitments.size() > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " discounts and as many commitments, not "
                    + discounts.size() + " and " + commitments.size());
        }
        discounts = List.copyOf(discounts);
        commitments = List.copyOf(commitments);
    }

    public static Agreements read(byte[] bytes) {
        return PartJson.read(bytes, Agreements.class);
    }

    @JsonIgnore
    @Override
    public String id() {
        return PartNames.of(this);
    }

    @Override
    public byte[] bytes() {
        return PartJson.bytes(this);
    }

    /** What kind of agreement a discount comes from. */
    public enum Kind {
        SAVINGS_PLAN,
        RESERVED,
        NEGOTIATED
    }

    /**
     * A factor on the price of some offers.
     *
     * @param region provider-qualified; null for all
     * @param family instance types whose names begin with this and a dot, such as {@code m7i} or {@code ecs.g7}; null for all
     * @param option null for on-demand and reserved; spot only where it is named
     * @param factor what is left of the price, above 0 and at most 1
     * @param from first day
     * @param until last day; null is open
     */
    public record Discount(
            String name,
            Kind kind,
            String provider,
            @Nullable String region,
            @Nullable String family,
            @Nullable PurchaseOption option,
            BigDecimal factor,
            LocalDate from,
            @Nullable LocalDate until) {

        public Discount {
            if (factor.signum() <= 0 || factor.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException(
                        "the factor of discount " + name + " must be above 0 and at most 1: " + factor);
            }
            if (until != null && until.isBefore(from)) {
                throw new IllegalArgumentException("discount " + name + " ends before it begins");
            }
        }

        public boolean isValid(LocalDate day) {
            return !day.isBefore(from) && (until == null || !day.isAfter(until));
        }
    }

    /**
     * Spending per hour that is owed until a day, used or not; a savings plan or reserved capacity.
     *
     * @param region provider-qualified; null for all
     * @param family as with {@link Discount}
     * @param hourlyCost USD per hour
     */
    public record Commitment(
            String name,
            String provider,
            @Nullable String region,
            @Nullable String family,
            BigDecimal hourlyCost,
            LocalDate from,
            LocalDate until) {

        public Commitment {
            if (hourlyCost.signum() <= 0) {
                throw new IllegalArgumentException(
                        "the hourly cost of commitment " + name + " must be above 0: " + hourlyCost);
            }
            if (until.isBefore(from)) {
                throw new IllegalArgumentException("commitment " + name + " ends before it begins");
            }
        }

        public boolean isValid(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(until);
        }
    }
}
