package io.swen.gitops.change;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface ChangeJpaRepository extends JpaRepository<ChangeEntity, UUID> {

    /** With the row locked until the transaction ends, so that what is decided on it is exact. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from ChangeEntity c where c.id = :id")
    Optional<ChangeEntity> findLocked(UUID id);
}
