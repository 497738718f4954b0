package io.quorate.call;

import io.quorate.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * To whom a {@link RoleCapability} is given and what its sessions run as; one must be chosen. Confined to the lambda it is handed to.
 */
public final class RoleSession {
    private final List<String> holders = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private boolean virtual;
    private @Nullable String managed;
    private @Nullable String transcripts;

    RoleSession() {}

    /** Gives it to a group or user, as {@code DOMAIN\name}; at least one. */
    public RoleSession addHolder(String account) {
        holders.add(Objects.requireNonNull(account, "account"));
        return this;
    }

    /**
     * Runs its sessions as an account of their own that is a local administrator (on a domain controller: of the domain), and that other
     * machines see as this computer: enough for what one host does by itself, not for commands that act on another machine.
     */
    public RoleSession virtualAccount() {
        virtual = true;
        return this;
    }

    /** As {@link #virtualAccount()}, which is a member of local groups instead: Hyper-V Administrators suffice for machines and their disks. */
    public RoleSession virtualAccount(String... localGroups) {
        virtual = true;
        groups.addAll(List.of(localGroups));
        return this;
    }

    /**
     * Runs its sessions as a group managed service account ({@code DOMAIN\name$}), which other machines accept: what acts on a second machine
     * needs it. Every host must be allowed to use the account.
     */
    public RoleSession groupManagedServiceAccount(String account) {
        managed = Objects.requireNonNull(account, "account");
        return this;
    }

    /** Has every session written down in a folder of the host. */
    public RoleSession transcripts(String folder) {
        transcripts = Objects.requireNonNull(folder, "folder");
        return this;
    }

    void check() {
        if (holders.isEmpty()) {
            throw new IllegalArgumentException("a role is given to somebody: addHolder");
        }
        if (virtual == (managed != null)) {
            throw new IllegalArgumentException(
                    "its sessions run as a virtual account or as a group managed service account: choose one");
        }
    }

    List<String> holders() {
        return holders;
    }

    List<String> remarks() {
        if (managed != null) {
            return List.of("Its sessions run as " + managed
                    + ": grant that account what the role's commands need, and no more.");
        }
        return List.of(
                groups.isEmpty()
                        ? "Its sessions run as a local administrator; on a domain controller that is an administrator of the domain."
                        : "Its sessions run as a member of " + String.join(", ", groups)
                                + "; Hyper-V Administrators suffice for machines and their disks, NAT needs Administrators.",
                "Other machines see them as this computer: New-Cluster, Add-ClusterNode and their like need a gMSA instead.");
    }

    void render(DataText out) {
        if (managed != null) {
            out.entry("GroupManagedServiceAccount", DataText.quote(managed));
        } else {
            out.entry("RunAsVirtualAccount", "$true");
            out.list(
                    "RunAsVirtualAccountGroups",
                    groups.stream().map(DataText::quote).toList());
        }
        if (transcripts != null) {
            out.entry("TranscriptDirectory", DataText.quote(transcripts));
        }
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("holders", holders)
                .with("groups", groups)
                .with("virtual", virtual)
                .with("managed", managed)
                .with("transcripts", transcripts)
                .toString();
    }
}
