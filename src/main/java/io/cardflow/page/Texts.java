package io.cardflow.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * The texts of the page in English. The other languages are in {@code src/main/resources/messages}.
 */
@MessageBundle(value = "m", locale = "en")
public interface Texts {

  @Message("Overview")
  String overview();

  @Message("Cards")
  String cards();

  @Message("Card")
  String card();

  @Message("Orders")
  String orders();

  @Message("Order")
  String order();

  @Message("Rejections")
  String rejections();

  @Message("Dead letters")
  String deadLetters();

  @Message("Skip to the content")
  String skip();

  @Message("Pages")
  String navigation();

  @Message("Find")
  String find();

  @Message("Card, order, tracking number …")
  String findHint();

  @Message("What the text is")
  String findBy();

  @Message("Any name")
  String findAny();

  @Message("Holder")
  String holder();

  @Message("Bureau's card id")
  String bureauCard();

  @Message("Tracking number")
  String trackingNumber();

  @Message("Signed in as")
  String signedIn();

  @Message("Language")
  String language();

  @Message("Dark or light")
  String theme();

  @Message("Keyboard")
  String help();

  @Message("Find")
  String helpFind();

  @Message("Next and previous row")
  String helpRows();

  @Message("Open the row")
  String helpEnter();

  @Message("This help")
  String helpHelp();

  @Message("Close")
  String helpClose();

  @Message("Close")
  String close();

  @Message("Copied")
  String copied();

  @Message("This worker runs on its local platform: everyone on this machine may do everything.")
  String openBanner();

  @Message("The connection is lost; the page shows the last known state.")
  String streamLost();

  @Message("As of")
  String asOf();

  @Message("Ordering is closed.")
  String orderingClosed();

  @Message("Reason")
  String reason();

  @Message("Resume ordering")
  String resume();

  @Message("Pause ordering")
  String pause();

  @Message("The life of a card")
  String picture();

  @Message("States")
  String states();

  @Message("State")
  String state();

  @Message("Overdue")
  String overdue();

  @Message("Messages per second, last minute")
  String messagesPerSecond();

  @Message("Unread messages")
  String unreadRecords();

  @Message("the oldest")
  String oldest();

  @Message("unknown")
  String unknown();

  @Message("Next batch run")
  String nextRun();

  @Message("paused")
  String paused();

  @Message("Card bureau")
  String bureau();

  @Message("answers")
  String bureauAnswers();

  @Message("fails")
  String bureauFails();

  @Message("not asked yet")
  String bureauNotAsked();

  @Message("Changes of state in the last day")
  String dayTitle();

  @Message("{cards} changes of state in the last day")
  String dayLabel(long cards);

  @Message("Changes of state")
  String flowTitle();

  @Message("From")
  String from();

  @Message("To")
  String to();

  @Message("Last hour")
  String lastHour();

  @Message("Last day")
  String lastDay();

  @Message("Status")
  String status();

  @Message("Batches")
  String batches();

  @Message("Nothing")
  String nothing();

  @Message("Overdue cards")
  String overdueCards();

  @Message("All")
  String all();

  @Message("Layout")
  String layout();

  @Message("Overdue only")
  String onlyOverdue();

  @Message("Show")
  String show();

  @Message("Since")
  String since();

  @Message("Valid until")
  String validUntil();

  @Message("No card is here.")
  String noCards();

  @Message("Next page")
  String nextPage();

  @Message("In this state since")
  String sinceInState();

  @Message("Copy as curl")
  String copyCurl();

  @Message("Facts")
  String facts();

  @Message("Requested")
  String requested();

  @Message("Order batch")
  String batch();

  @Message("Production started")
  String productionStarted();

  @Message("Produced")
  String produced();

  @Message("Shipped")
  String shipped();

  @Message("Activated")
  String activated();

  @Message("Carrier")
  String carrier();

  @Message("Chip serial")
  String chip();

  @Message("Failure")
  String failure();

  @Message("Delivery")
  String delivery();

  @Message("Retention has removed them.")
  String factsRemoved();

  @Message("What may be done")
  String nextSteps();

  @Message("Your role may not send commands.")
  String noRightCommand();

  @Message("Your role may not act on orders.")
  String noRightOperate();

  @Message("Your role may not put dead letters back.")
  String noRightAdmin();

  @Message("not in this state")
  String notInThisState();

  @Message("The card must be in:")
  String allowedIn();

  @Message("Timeline")
  String timeline();

  @Message("inferred from this message")
  String inferred();

  @Message("Nothing is recorded.")
  String noHistory();

  @Message("Earlier")
  String earlier();

  @Message("Steps of the order")
  String orderSteps();

  @Message("Time")
  String time();

  @Message("Step")
  String step();

  @Message("Error")
  String error();

  @Message("Assignments")
  String assignments();

  @Message("Ended")
  String ended();

  @Message("Outcome")
  String outcome();

  @Message("The command was sent before and had this outcome then.")
  String repeated();

  @Message("The command is published and not decided yet.")
  String pending();

  @Message("Show the card")
  String reloadCard();

  @Message("Collected")
  String collected();

  @Message("Attempts")
  String attempts();

  @Message("Next step")
  String nextStep();

  @Message("No order is here.")
  String noOrders();

  @Message("Answered")
  String answered();

  @Message("Asked last")
  String asked();

  @Message("Completed")
  String completed();

  @Message("Ask the bureau now")
  String askNow();

  @Message("It is not known whether the bureau has taken this order")
  String resolveTitle();

  @Message(
      "Look at the bureau for an order with this number first. An order that is sent twice is produced twice.")
  String resolveFirst();

  @Message("The bureau has it")
  String resolveTaken();

  @Message("The bureau does not have it: send it again")
  String resolveNotTaken();

  @Message("The bureau's card numbers are missing")
  String cardIdsTitle();

  @Message("One line for each card: our card, a comma, the bureau's card")
  String cardIdPairs();

  @Message("Load the card numbers")
  String loadCardIds();

  @Message("Accepted")
  String accepted();

  @Message("Found")
  String found();

  @Message("Assignments to this holder, past ones included")
  String foundHolder();

  @Message("Cards with this id of the bureau")
  String foundBureau();

  @Message("Cards in the parcel with this number")
  String foundTracking();

  @Message("Nothing has this name.")
  String nothingFound();

  @Message("More were found than are shown.")
  String moreFound();

  @Message("Kafka has not answered in time: there are more records.")
  String partial();

  @Message("Code")
  String code();

  @Message("Message")
  String messageType();

  @Message("Sender")
  String sender();

  @Message("Detail")
  String detail();

  @Message("No message was rejected.")
  String noRejections();

  @Message("Cause")
  String cause();

  @Message("Bytes")
  String bytes();

  @Message("Put back")
  String putBack();

  @Message("The message was put back")
  String putBackDone();

  @Message("No message is unreadable.")
  String noDeadLetters();

  @Message("Back")
  String back();

  @Message("This did not work")
  String problem();

  @Message("Sign in.")
  String problem401();

  @Message("Your role does not have this right.")
  String problem403();

  @Message("Nothing has this address.")
  String problem404();

  @Message("Too many requests. Wait a moment.")
  String problem429();

  @Message("This is an error of Cardflow. Its log has more.")
  String problem500();

  @Message("A part of Cardflow does not answer. Cards are safe; try again in a moment.")
  String problem503();

  @Message("Go back and correct what you entered.")
  String problemOther();

  @Message("New")
  String stateNone();

  @Message("Requested")
  String stateRequested();

  @Message("Processing")
  String stateProcessing();

  @Message("Aborted")
  String stateAborted();

  @Message("Failed")
  String stateFailed();

  @Message("Ordered")
  String stateOrdered();

  @Message("In production")
  String stateInProduction();

  @Message("Produced")
  String stateProduced();

  @Message("Unassigned")
  String stateUnassigned();

  @Message("Assigned")
  String stateAssigned();

  @Message("Expired")
  String stateExpired();

  @Message("Locked")
  String stateLocked();

  @Message("Abort the order")
  String commandAbortOrder();

  @Message("Put into the pool")
  String commandInitializeCard();

  @Message("Assign")
  String commandAssignCard();

  @Message("Extend")
  String commandExtendCard();

  @Message("Withdraw")
  String commandWithdrawCard();

  @Message("Lock for good")
  String commandLockCard();

  @Message("Accept a card that was made again")
  String commandReplaceProduction();

  @Message("The bureau's facts about the former card are dropped.")
  String replaceProductionNote();

  @Message("Accept another order")
  String commandAcceptOrder();

  @Message("applied")
  String outcomeApplied();

  @Message("rejected")
  String outcomeRejected();

  @Message("stale")
  String outcomeStale();

  @Message("duplicate")
  String outcomeDuplicate();

  @Message("forwarded")
  String outcomeForwarded();

  @Message("unreadable")
  String outcomeDeadLettered();

  @Message("Partition {partition} is halted.")
  String halted(int partition);

  @Message("{hour} in the last hour, {day} in the last day")
  String flow(long hour, long day);

  @Message("{cards} cards")
  String cardsCount(long cards);

  @Message("{cards} overdue")
  String overdueCount(long cards);

  @Message("version {number}")
  String version(int number);

  @Message("Act on many")
  String bulk();

  @Message(
      "At most 1,000 cards, or dead letters as partition/offset, one on each line. Nothing happens before you confirm the preview.")
  String bulkNote();

  @Message("Action")
  String bulkKind();

  @Message("Items")
  String bulkItems();

  @Message("Valid until (to extend)")
  String validUntilExtend();

  @Message("Preview")
  String preview();

  @Message("This list does not change: what arrives later is not part of it.")
  String previewNote();

  @Message("Item")
  String item();

  @Message("Finished")
  String finished();

  @Message("Operations log")
  String log();

  @Message("Who")
  String who();

  @Message("What")
  String what();

  @Message("About")
  String subject();

  @Message("Request cards")
  String requestCards();

  @Message("Pattern of the ids; # is a digit")
  String idPattern();

  @Message("First number")
  String firstNumber();

  @Message("Number of cards, 1 to 500")
  String numberOfCards();

  @Message("Cost centre")
  String costCentre();

  @Message("Collect with others for the next order")
  String queue();

  @Message("Desk")
  String desk();

  @Message("Recipient")
  String recipient();

  @Message("Street")
  String addressOne();

  @Message("Address, second line")
  String addressTwo();

  @Message("Postal code")
  String postalCode();

  @Message("City")
  String city();

  @Message("Country, two letters")
  String country();

  @Message("not accepted")
  String notAccepted();

  @Message("Pool desk")
  String pool();

  @Message("Give out")
  String giveOut();

  @Message("Card (empty: the next one of the layout)")
  String cardOrNext();

  @Message("Take back")
  String takeBack();

  @Message("Lock")
  String lockCard();

  @Message("In the pool")
  String stock();

  @Message("Next card")
  String nextCard();

  @Message("Only")
  String only();

  @Message("What to do")
  String advice();

  @Message(
      "No cards are collected, or it is not known whether the bureau has taken the order. See the next batch run on the overview, and the order.")
  String adviceProcessing();

  @Message(
      "The bureau is late, or its notifications are lost. Open the order and ask the bureau now; then ask its support.")
  String adviceOrdered();

  @Message(
      "The bureau is late, or its notifications are lost. Open the order and ask the bureau now; then ask its support.")
  String adviceInProduction();

  @Message(
      "The card was sent and is not initialised. Follow the parcel, and ask the desk that it was sent to.")
  String adviceProduced();

  @Message(
      "The card was not returned. Ask its holder, then withdraw the card. If it is lost, withdraw it, and lock it then.")
  String adviceExpired();

  @Message("By code and sender ({size})")
  String byCodeAndSender(int size);

  @Message("collected")
  String orderCollected();

  @Message("submitted")
  String orderSubmitted();

  @Message("unknown")
  String orderUnknown();

  @Message("answered")
  String orderClosed();

  @Message("refused")
  String orderRefused();

  @Message("Lock")
  String kindLock();

  @Message("Withdraw")
  String kindWithdraw();

  @Message("Extend")
  String kindExtend();

  @Message("Abort the order")
  String kindAbort();

  @Message("Put back")
  String kindPutBack();

  @Message("sent to the bureau")
  String stepSubmitted();

  @Message("looked up at the bureau")
  String stepLookedUp();

  @Message("answered")
  String stepAnswered();

  @Message("failed, tried again later")
  String stepPostponed();

  @Message("outcomes published")
  String stepClosed();

  @Message("refused")
  String stepRefused();

  @Message("asked about its cards")
  String stepReconciled();

  @Message("refused, ordered again in parts")
  String stepSplit();

  @Message("Resolved by an operator")
  String stepResolved();

  @Message("Empty: the usual time")
  String usualValidity();

  @Message("Enter for the next card")
  String enterForNext();

  @Message(
      "Looked for a card, an order, a batch, the bureau's card id, a tracking number and a holder")
  String foundAny();

  @Message("not possible")
  String itemIneligible();

  @Message("possible")
  String itemWaiting();

  @Message("sent")
  String itemSent();

  @Message("published")
  String itemPublished();

  @Message("applied")
  String itemApplied();

  @Message("rejected")
  String itemRejected();

  @Message("dead letter again")
  String itemDeadLettered();

  @Message("failed")
  String itemFailed();

  @Message("done")
  String auditDone();

  @Message("sent")
  String auditAccepted();

  @Message("refused")
  String auditRefused();

  @Message("failed")
  String auditFailed();

  @Message("unknown")
  String auditUnknown();

  @Message("low")
  String low();

  @Message("The pool is empty.")
  String emptyPool();

  @Message("Possible for {items} of {all}")
  String eligible(long items, int all);

  @Message("Type {items} to confirm")
  String confirmNumber(long items);

  @Message("{done} of {items}")
  String progress(long done, int items);

  @Message("Sign out")
  String signOut();

  @Message("This state is final: nothing more happens to the card.")
  String finalState();

  @Message("Show personal data")
  String unmask();

  @Message("This access is recorded.")
  String unmaskedNote();

  @Message("Dead letter")
  String deadLetter();

  @Message("It may hold personal data; this access is recorded.")
  String letterNote();

  @Message("It cannot be put back")
  String notPutBack();

  @Message("Key")
  String key();

  @Message("Headers")
  String headers();

  @Message("Name")
  String name();

  @Message("Content")
  String content();

  @Message("Put the selected ones back")
  String putBackSelected();

  @Message("Awaited:")
  String awaited();

  @Message("not later than")
  String until();
}
