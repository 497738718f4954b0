package io.quorate.winrm.auth;

import io.quorate.QuorateRuntime;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an account from being locked: what it is refused once is never tried again, over no channel and, where all know the same account, at
 * no host. Until it has been let in for the first time, one login goes at a time and the others wait for its end, so that a wrong password
 * is spent once, however many begin together. Thread-safe; holds no lock while anything is sent.
 */
public final class AccountGuard {
    private final QuorateRuntime.Permits turn;
    private final boolean guards;
    private volatile boolean known;
    private volatile @Nullable Fault refusal;

    public AccountGuard(QuorateRuntime runtime) {
        this(runtime, true);
    }

    private AccountGuard(QuorateRuntime runtime, boolean guards) {
        this.turn = runtime.permits(1);
        this.guards = guards;
        this.known = !guards;
    }

    /** Returns one for where nobody logs in. */
    public static AccountGuard ofNobody(QuorateRuntime runtime) {
        return new AccountGuard(runtime, false);
    }

    /**
     * Lets a login begin.
     *
     * @return what it tells its end to
     * @throws Fault the refusal of an earlier login, as one that was never sent
     */
    public Attempt begin(Patience patience) {
        check();
        if (known) {
            return new Attempt(false);
        }
        patience.acquire(turn, "another login of the same account was under way");
        boolean mine = false;
        try {
            check();
            mine = !known;
            return new Attempt(mine);
        } finally {
            if (!mine) {
                turn.release();
            }
        }
    }

    private void check() {
        Fault earlier = refusal;
        if (earlier != null) {
            throw earlier.as(FaultPhase.NEVER_SENT)
                    .because("this account was refused before and is not tried again, so that it is not locked: "
                            + earlier.getMessage());
        }
    }

    /** One login, from its beginning to its end. Ends once; what comes later is passed over. */
    public final class Attempt {
        private boolean holdsTurn;

        private Attempt(boolean holdsTurn) {
            this.holdsTurn = holdsTurn;
        }

        /** The account was let in. */
        public void succeeded() {
            known = true;
            ended();
        }

        /** The account was refused. */
        public void refused(Fault fault) {
            if (guards) {
                refusal = fault;
            }
            ended();
        }

        /** Nobody said anything about the account. */
        public void ended() {
            boolean held;
            synchronized (this) {
                held = holdsTurn;
                holdsTurn = false;
            }
            if (held) {
                turn.release();
            }
        }
    }
}
