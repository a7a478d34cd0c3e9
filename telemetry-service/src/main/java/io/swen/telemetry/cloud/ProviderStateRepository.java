package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** Stores how the providers are doing. */
interface ProviderStateRepository extends Repository<ProviderState, Provider> {

    Optional<ProviderState> findById(Provider provider);

    ProviderState saveAndFlush(ProviderState state);
}
