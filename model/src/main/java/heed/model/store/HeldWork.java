package heed.model.store;

/**
 * What the restore of a backup held back, because it may have been done after the backup.
 *
 * @param pausedRuns the runs whose mail is paused
 * @param waitingMails the mails that wait in these runs
 * @param unknownMails the mails that became unknown
 * @param stoppedRuns the runs that were under way and can be resumed
 */
public record HeldWork(long pausedRuns, long waitingMails, long unknownMails, long stoppedRuns) {
    public static final HeldWork NONE = new HeldWork(0, 0, 0, 0);
}
