/** Starts the page: puts the parts together and follows the address bar. */

import { mountClock } from "./clock.js";
import { mountConversation } from "./conversation.js";
import { mountDrawer } from "./drawer.js";
import { helpButton } from "./help.js";
import { mountModal } from "./modal.js";
import { mountPeople } from "./people.js";
import { readRoute } from "./route.js";
import { Session } from "./session.js";
import { mountSidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { mountThread } from "./thread.js";
import { mountTour } from "./tour.js";

const store = new Store();
const session = new Session(store);
const part = (id) => document.getElementById(id);

mountClock(part("clock"), store, session);
mountPeople(part("people"), store, session);
mountSidebar(part("sidebar"), store, session, helpButton(store, () => tour.restart()));
const tour = mountTour(part("sidebar"), part("shell"), store, session);
mountDrawer(part("drawer"), part("veil"), store);
mountConversation(part("main"), store, session);
mountThread(part("thread"), store, session);
mountModal(store, session);

part("skip").addEventListener("click", () => part("main").focus());
addEventListener("hashchange", () => session.go(readRoute()));
session.go(readRoute());
