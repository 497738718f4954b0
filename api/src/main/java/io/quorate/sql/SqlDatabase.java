package io.quorate.sql;

import io.quorate.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A database of an instance.
 *
 * @param name its name
 * @param id its number; 1 to 4 are the system's
 * @param state what it is doing
 * @param recoveryModel how much of its log it keeps
 * @param fullBackup whether a full backup was taken since it keeps its log
 * @param readOnly whether it cannot be written
 * @param userAccess who may use it, in the view's words: {@code MULTI_USER}
 * @param autoClose whether it closes when nobody uses it
 * @param mirrored whether database mirroring has it
 * @param group the availability group it is in; null for none
 * @param encryption the thumbprint of the certificate that encrypts it, in hexadecimal digits; null if nothing does
 * @param ownerSid its owner, in hexadecimal digits
 * @param owner its owner's log-in; null if the instance knows none
 * @param collation its collation
 * @param compatibility its compatibility level
 * @param contained whether it is partially contained
 * @param files its files; none where they cannot be read
 */
public record SqlDatabase(
        String name,
        int id,
        DatabaseState state,
        RecoveryModel recoveryModel,
        boolean fullBackup,
        boolean readOnly,
        String userAccess,
        boolean autoClose,
        boolean mirrored,
        @Nullable String group,
        @Nullable String encryption,
        LoginSid ownerSid,
        @Nullable String owner,
        String collation,
        int compatibility,
        boolean contained,
        List<DatabaseFile> files) {
    private static final int LAST_SYSTEM = 4;

    public SqlDatabase {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(recoveryModel, "recoveryModel");
        Objects.requireNonNull(userAccess, "userAccess");
        Objects.requireNonNull(ownerSid, "ownerSid");
        Objects.requireNonNull(collation, "collation");
        files = List.copyOf(files);
    }

    /** Tells whether it is one of the system's. */
    public boolean system() {
        return id <= LAST_SYSTEM;
    }

    /** Returns how much all its files take. */
    public Size size() {
        return Size.bytes(files.stream().mapToLong(file -> file.size().bytes()).sum());
    }
}
