package io.swen.routing.placement;

import io.swen.routing.placement.Agreements.Commitment;
import io.swen.routing.placement.Agreements.Discount;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What was agreed with the providers, under {@code swen.routing.agreements}. */
@ConfigurationProperties("swen.routing.agreements")
record AgreementProperties(
        @DefaultValue List<Discount> discounts,
        @DefaultValue List<Commitment> commitments) {

    Agreements agreements() {
        return new Agreements(discounts, commitments);
    }
}
