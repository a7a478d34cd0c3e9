package io.swen.telemetry.catalog;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** Stores price epochs. */
interface PriceEpochRepository extends Repository<PriceEpoch, Long> {

    Optional<PriceEpoch> findFirstByOrderByNumberDesc();

    PriceEpoch saveAndFlush(PriceEpoch epoch);
}
