package io.swen.cli.demo;

import java.util.Collection;
import java.util.Optional;

/** What really runs in the clouds, whatever the services that started it say of it. */
interface Fleet {

    /** What runs of these workloads now; empty while nobody answers. */
    Optional<Census> count(Collection<String> workloads) throws InterruptedException;
}
