package io.swen.identity.user;

import java.util.UUID;

/** A part of this service that stores something about people, so that it can be handed to them and removed. */
public interface PersonalData {

    /** The name of its section in an export, in snake case. */
    String section();

    /** All that it stores of this person, as JSON shows it; hashes and secrets only by their existence. */
    Object export(User user);

    /** Removes it, in the transaction at hand; the person's login has ended already, and the name is gone. */
    void erase(UUID actorId);
}
