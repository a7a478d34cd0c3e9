package io.swen.platform.notification;

import java.io.IOException;

/** A way to a receiver. */
interface Channel extends AutoCloseable {

    /** Sends; throws with the reason where it did not arrive for sure. */
    void send(Delivery delivery) throws IOException;

    @Override
    default void close() throws IOException {}
}
