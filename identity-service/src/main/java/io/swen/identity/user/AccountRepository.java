package io.swen.identity.user;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** Stores accounts. */
interface AccountRepository extends Repository<Account, UUID> {

    Account save(Account account);

    Account saveAndFlush(Account account);

    Optional<Account> findById(UUID id);

    void flush();

    Optional<Account> findByIssuerAndSubject(String issuer, String subject);

    Optional<Account> findByUsername(String username);
}
