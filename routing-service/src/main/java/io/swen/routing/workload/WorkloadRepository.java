package io.swen.routing.workload;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface WorkloadRepository extends JpaRepository<WorkloadEntity, String> {

    /** The workload, with its row locked until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select w from WorkloadEntity w where w.id = ?1")
    Optional<WorkloadEntity> lock(String id);
}
